/** Chinese and English of one thing. */
export interface Text {
  zh: string;
  en: string;
}

export type Language = keyof Text;
