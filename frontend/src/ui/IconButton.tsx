import type { ButtonHTMLAttributes, ReactNode, Ref } from "react";
import styles from "./IconButton.module.css";

interface Props extends Omit<ButtonHTMLAttributes<HTMLButtonElement>, "aria-label"> {
  label: string;
  children: ReactNode;
  ref?: Ref<HTMLButtonElement>;
}

/** A button that is only an icon: its name is for screen readers and the pointer's hint. */
export function IconButton({ label, children, className = "", type = "button", ...rest }: Props) {
  return (
    <button type={type} className={`${styles.button} ${className}`} aria-label={label} title={label} {...rest}>
      {children}
    </button>
  );
}
