/** A line over days as an SVG path: pure, so that it can be looked at without a screen. */

export interface Line {
  /** The line itself. */
  line: string;
  /** The same, closed down to the ground. */
  area: string;
}

/** Return the path of some values in a box; the highest touches the top, one value alone is a level line. */
export function lineOf(values: readonly number[], width: number, height: number): Line {
  const most = Math.max(1, ...values);
  const step = values.length > 1 ? width / (values.length - 1) : 0;
  const round = (value: number) => Math.round(value * 10) / 10;
  const points = (values.length === 1 ? [values[0] ?? 0, values[0] ?? 0] : values).map((value, at) => {
    const x = values.length === 1 ? at * width : at * step;
    return `${round(x)} ${round(height - (value / most) * height)}`;
  });
  if (points.length === 0) return { line: "", area: "" };
  const line = `M${points.join("L")}`;
  return { line, area: `${line}L${round(width)} ${height}L0 ${height}Z` };
}
