import type { ButtonHTMLAttributes, Ref } from "react";
import styles from "./Button.module.css";

interface Props extends ButtonHTMLAttributes<HTMLButtonElement> {
  look?: "primary" | "quiet" | "plain" | "danger";
  size?: "s" | "m";
  ref?: Ref<HTMLButtonElement>;
}

export function Button({ look = "quiet", size = "m", className = "", type = "button", ...rest }: Props) {
  return <button type={type} className={`${styles.button} ${styles[look]} ${styles[size]} ${className}`} {...rest} />;
}
