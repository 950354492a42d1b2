import { useLayoutEffect, useMemo, useRef, useState } from "react";
import type { CardTask } from "../../api/types";
import { useTranslation } from "../../i18n";
import { type Layout, layoutOf, type Place } from "./layout";
import { StateIcon } from "./StateIcon";
import styles from "./TaskFlow.module.css";

const WIDTH = 172;
const HEIGHT = 54;
const ALONG = 36;
const BETWEEN = 12;

/** The plan as a picture: tasks in layers, lines from what must come before. Reads as an ordered list. */
export function TaskFlow({ tasks }: { tasks: CardTask[] }) {
  const { t } = useTranslation();
  const frame = useRef<HTMLDivElement>(null);
  const [room, setRoom] = useState(0);
  const layout = useMemo(() => layoutOf(tasks), [tasks]);
  useLayoutEffect(() => {
    const element = frame.current;
    if (!element) return;
    const measure = () => setRoom(element.clientWidth);
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, []);

  const shape = shapeOf(layout, room);
  const titles = new Map(tasks.map((task) => [task.id, task.title]));
  return (
    <div ref={frame} className={styles.frame} data-testid="task-flow">
      <ol className={styles.canvas} style={{ width: shape.width, height: shape.height }} aria-label={t("commands.plan")}>
        <li className={styles.lines} aria-hidden="true">
          <svg width={shape.width} height={shape.height} aria-hidden="true">
            {layout.edges.map(({ from, to }) => (
              <path
                key={`${from.task.id} ${to.task.id}`}
                className={`${styles.line} ${from.task.state === "succeeded" ? styles.passed : ""}`}
                d={shape.line(from, to)}
              />
            ))}
          </svg>
        </li>
        {layout.places.map((place) => {
          const { task } = place;
          const before = task.dependencies.map((id) => titles.get(id) ?? id).join(", ");
          return (
            <li key={task.id} className={`${styles.task} ${styles[task.state]}`} style={shape.box(place)} title={task.title}>
              <StateIcon state={task.state} />
              <span className={styles.words}>
                <span className={styles.title}>{task.title}</span>
                <span className={styles.detail}>
                  <code>{task.task_type}</code>
                  <span className={styles.hidden}>
                    {`, ${t(`commands.task.${task.state}`)}${before ? `, ${t("commands.after", { titles: before })}` : ""}`}
                  </span>
                </span>
              </span>
              {task.state === "running" && task.progress !== null && (
                <span className={styles.bar} style={{ width: `${Math.round(task.progress * 100)}%` }} />
              )}
            </li>
          );
        })}
      </ol>
    </div>
  );
}

interface Shape {
  width: number;
  height: number;
  box(place: Place): { left: number; top: number; width: number };
  line(from: Place, to: Place): string;
}

/** From left to right where that fits, else from top to bottom. */
function shapeOf(layout: Layout, room: number): Shape {
  const across = layout.layers * WIDTH + (layout.layers - 1) * ALONG;
  if (across <= Math.max(room, 1)) {
    const left = (place: Place) => place.layer * (WIDTH + ALONG);
    const top = (place: Place) => place.lane * (HEIGHT + BETWEEN);
    return {
      width: across,
      height: layout.lanes * (HEIGHT + BETWEEN) - BETWEEN,
      box: (place) => ({ left: left(place), top: top(place), width: WIDTH }),
      line: (from, to) => {
        const [x1, y1] = [left(from) + WIDTH, top(from) + HEIGHT / 2];
        const [x2, y2] = [left(to), top(to) + HEIGHT / 2];
        const bend = Math.max(16, (x2 - x1) / 2);
        return `M${x1} ${y1}C${x1 + bend} ${y1} ${x2 - bend} ${y2} ${x2} ${y2}`;
      },
    };
  }
  const available = Math.max(room, WIDTH);
  const fit = (available - (layout.lanes - 1) * BETWEEN) / Math.max(1, layout.lanes);
  const width = Math.max(132, Math.min(320, fit));
  const gap = 24;
  const left = (place: Place) => place.lane * (width + BETWEEN);
  const top = (place: Place) => place.layer * (HEIGHT + gap);
  return {
    width: layout.lanes * (width + BETWEEN) - BETWEEN,
    height: layout.layers * (HEIGHT + gap) - gap,
    box: (place) => ({ left: left(place), top: top(place), width }),
    line: (from, to) => {
      const [x1, y1] = [left(from) + 24, top(from) + HEIGHT];
      const [x2, y2] = [left(to) + 24, top(to)];
      const bend = Math.max(10, (y2 - y1) / 2);
      return `M${x1} ${y1}C${x1} ${y1 + bend} ${x2} ${y2 - bend} ${x2} ${y2}`;
    },
  };
}
