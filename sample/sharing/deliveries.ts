/** A version handed over under the grant of a request. */
export interface Delivery {
  request: string;
  /** Id of the step whose file was handed over. */
  version: string;
  /** Whether the consumer has signed for its copy. */
  received: boolean;
}

const delivery = (request: string, version: string, received = true): Delivery => ({
  ...{ request, version, received },
});

export const deliveries: readonly Delivery[] = [
  delivery("signal-timing-gates", "public-security/gate-flow@2015"),
  delivery("signal-timing-buses", "transport/bus-runs@2001-01"),
  delivery("signal-timing-rides", "data-resources/ride-demand@sample"),
  delivery("heat-response", "meteorology/hourly-normals@2010"),
  delivery("drainage-watch", "meteorology/hourly-normals@2010"),
  delivery("crop-season", "meteorology/weather-daily@2015"),
  delivery("respiratory-alert", "meteorology/weather-daily@2015", false),
  delivery("family-mediation", "public-security/household-ages@register"),
  delivery("site-complaints", "petitions/contact-load@2009"),
];

/** Where a consumer keeps its copy of a file it was handed, beside its own files. */
export function copyOf(consumer: string, file: string): string {
  return `${consumer}/received/${file}`;
}
