import { text, type Text } from "../city.ts";

/** What a provider says when it grants a request; what it leaves out is as requested. */
export interface Grant {
  /** Name of the request it answers. */
  request: string;
  /** Hours from a delivery to the report that is owed. */
  feedbackHours: number;
  responsibilities: Text;
}

const useful = text(
  "按用途使用，专人保管，到期删除。",
  "Used as asked for, kept by one officer, deleted at the end.",
);

const grant = (request: string, feedbackHours = 24, responsibilities = useful): Grant => ({
  ...{ request, feedbackHours, responsibilities },
});

/** A minute, so that whoever looks on sees a clock run out. */
const A_MINUTE = 1 / 60;

export const grants: readonly Grant[] = [
  grant("signal-timing-gates"),
  grant("signal-timing-buses"),
  grant("signal-timing-rides"),
  grant("heat-response"),
  grant("drainage-watch"),
  grant(
    "family-mediation",
    72,
    text("不得与其他数据关联识别个人。", "Not joined to other data so as to recognise people."),
  ),
  grant("site-complaints", A_MINUTE),
];
