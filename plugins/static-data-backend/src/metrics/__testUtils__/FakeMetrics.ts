import {
  MetricAttributes,
  MetricsServiceObservableCallback,
} from '@backstage/backend-plugin-api/alpha';
import { metricsServiceMock } from '@backstage/backend-test-utils/alpha';

/** A value that was counted, recorded or observed. */
export interface Measurement {
  name: string;
  value: number;
  attributes?: MetricAttributes;
}

/** Keeps what is measured. */
export class FakeMetrics {
  /** Of counters and histograms, in their order. */
  readonly measurements: Measurement[] = [];
  readonly #callbacks: Array<{
    name: string;
    callback: MetricsServiceObservableCallback;
  }> = [];

  readonly service = metricsServiceMock.mock({
    createCounter: name => ({ add: this.#keep(name) }),
    createHistogram: name => ({ record: this.#keep(name) }),
    createObservableGauge: name => ({
      addCallback: callback => {
        this.#callbacks.push({
          name,
          callback: callback as MetricsServiceObservableCallback,
        });
      },
      removeCallback: () => {},
    }),
  });

  /** What the gauges say, as when metrics are collected. */
  async collect(): Promise<Measurement[]> {
    const observed: Measurement[] = [];
    for (const { name, callback } of this.#callbacks) {
      await callback({
        observe: (value, attributes) =>
          observed.push({ name, value, ...(attributes && { attributes }) }),
      });
    }
    return observed;
  }

  #keep(name: string) {
    return (value: number, attributes?: MetricAttributes) => {
      this.measurements.push({ name, value, attributes });
    };
  }
}
