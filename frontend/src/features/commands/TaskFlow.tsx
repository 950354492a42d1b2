import ChevronRight from "lucide-react/icons/chevron-right";
import { useLayoutEffect, useMemo, useRef, useState } from "react";
import type { CardTask } from "../../api/types";
import { useTranslation } from "../../i18n";
import { blockOf, roundsOf } from "./blocks";
import { stepsOf } from "./inner";
import { type Layout, layoutOf, type Place } from "./layout";
import { StateIcon } from "./StateIcon";
import styles from "./TaskFlow.module.css";

const EDGE = 2;
const NARROWEST = 124;
const NARROW = 150;
const WIDE = 190;
const HEIGHT = 64;
const ALONG = 30;
const BETWEEN = 10;

interface Props {
  tasks: CardTask[];
  label: string;
  /** Look into what a task does inside. */
  onEnter?(id: string): void;
}

/** The plan as a picture: tasks in layers, lines from what must come before. Reads as an ordered list. */
export function TaskFlow({ tasks, label, onEnter }: Props) {
  const { t } = useTranslation();
  const frame = useRef<HTMLDivElement>(null);
  const [room, setRoom] = useState(0);
  const layout = useMemo(() => layoutOf(tasks), [tasks]);
  useLayoutEffect(() => {
    const element = frame.current;
    if (!element) return;
    const measure = () => setRoom(element.clientWidth - 2 * EDGE);
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, []);

  const shape = shapeOf(layout, room);
  const titles = new Map(tasks.map((task) => [task.id, task.title]));
  return (
    <div ref={frame} className={styles.frame} data-testid="task-flow">
      <ol className={styles.canvas} style={{ width: shape.width, height: shape.height }} aria-label={label}>
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
          const enterable = onEnter && (task.inner?.tasks.length ?? 0) > 0;
          const before = task.dependencies.map((id) => titles.get(id) ?? id).join(", ");
          return (
            <li
              key={task.id}
              className={`${styles.task} ${styles[task.state]} ${enterable ? styles.enterable : ""}`}
              style={shape.box(place)}
              title={task.title}
            >
              <StateIcon state={task.state} />
              <span className={styles.words}>
                <span className={styles.title}>{task.title}</span>
                <span className={styles.detail}>
                  <code>{task.inner?.name || task.task_type}</code>
                  {task.inner && task.inner.count > 0 && <span className={styles.block}>{stepsOf(task, t)}</span>}
                  {task.branch && <span className={styles.block}>{blockOf(task, t)}</span>}
                  {task.rounds && task.rounds.done > 0 && <span className={styles.block}>{roundsOf(task, t)}</span>}
                  <span className={styles.hidden}>
                    {`, ${t(`commands.task.${task.state}`)}${before ? `, ${t("commands.after", { titles: before })}` : ""}`}
                  </span>
                </span>
              </span>
              {enterable && (
                <>
                  <ChevronRight className={styles.in} size={15} aria-hidden="true" />
                  <button
                    type="button"
                    className={styles.enter}
                    data-inner={task.id}
                    aria-label={t("work.inner.enter", { title: task.title })}
                    onClick={() => onEnter(task.id)}
                  />
                </>
              )}
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
  box(place: Place): { left: number; top: number; width: number; height: number };
  line(from: Place, to: Place): string;
}

/** From left to right where that fits, else from top to bottom. */
function shapeOf(layout: Layout, room: number): Shape {
  const across = Math.min(WIDE, (room + ALONG) / Math.max(1, layout.layers) - ALONG);
  const right = across >= NARROW;
  const fit = (room + BETWEEN) / Math.max(1, layout.lanes) - BETWEEN;
  const width = Math.floor(right ? across : Math.max(NARROWEST, Math.min(280, fit)));
  const lanes = layout.lanes * ((right ? HEIGHT : width) + BETWEEN) - BETWEEN;
  const along = layout.layers * ((right ? width : HEIGHT) + ALONG) - ALONG;
  const filled = layout.places.reduce<number[]>((counts, { layer, lane }) => {
    counts[layer] = Math.max(counts[layer] ?? 0, lane + 1);
    return counts;
  }, []);
  /** A layer with fewer tasks stands in the middle of the widest one. */
  const lane = (place: Place, size: number) => {
    const used = (filled[place.layer] ?? 1) * (size + BETWEEN) - BETWEEN;
    return (lanes - used) / 2 + place.lane * (size + BETWEEN);
  };
  const left = (place: Place) => (right ? place.layer * (width + ALONG) : lane(place, width));
  const top = (place: Place) => (right ? lane(place, HEIGHT) : place.layer * (HEIGHT + ALONG));
  return {
    width: right ? along : lanes,
    height: right ? lanes : along,
    box: (place) => ({ left: left(place), top: top(place), width, height: HEIGHT }),
    line: (from, to) => {
      if (right) {
        const [x1, y1] = [left(from) + width, top(from) + HEIGHT / 2];
        const [x2, y2] = [left(to), top(to) + HEIGHT / 2];
        const bend = (x2 - x1) / 2;
        return `M${x1} ${y1}C${x1 + bend} ${y1} ${x2 - bend} ${y2} ${x2} ${y2}`;
      }
      const [x1, y1] = [left(from) + width / 2, top(from) + HEIGHT];
      const [x2, y2] = [left(to) + width / 2, top(to)];
      const bend = (y2 - y1) / 2;
      return `M${x1} ${y1}C${x1} ${y1 + bend} ${x2} ${y2 - bend} ${x2} ${y2}`;
    },
  };
}
