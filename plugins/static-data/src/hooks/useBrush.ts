import { PointerEvent, useRef, useState } from 'react';
import { TimeAxis, TimeRange, toTime } from '../lib/timeline';

/** What moves less than this, in pixels, is a click. */
const DRAG_DISTANCE = 6;

/** Lets readers drag over an element to choose a time. */
export function useBrush(axis: TimeAxis, onChoose: (time: TimeRange) => void) {
  const startX = useRef<number>();
  const hasDragged = useRef(false);
  const [dragged, setDragged] = useState<TimeRange>();

  const timesOf = ({ currentTarget, clientX }: PointerEvent) => {
    const { left, width } = currentTarget.getBoundingClientRect();
    const times = [startX.current ?? clientX, clientX].map(x =>
      toTime((x - left) / width, axis),
    );
    return { start: Math.min(...times), end: Math.max(...times) };
  };
  const stop = () => {
    startX.current = undefined;
    setDragged(undefined);
  };
  return {
    /** What has been dragged over so far. */
    dragged,
    handlers: {
      onPointerDown: (event: PointerEvent) => {
        startX.current = event.button === 0 ? event.clientX : undefined;
        hasDragged.current = false;
      },
      onPointerMove: (event: PointerEvent) => {
        const { current: start } = startX;
        if (
          start !== undefined &&
          (hasDragged.current ||
            Math.abs(event.clientX - start) >= DRAG_DISTANCE)
        ) {
          hasDragged.current = true;
          event.currentTarget.setPointerCapture?.(event.pointerId);
          setDragged(timesOf(event));
        }
      },
      onPointerUp: (event: PointerEvent) => {
        if (startX.current !== undefined && hasDragged.current) {
          onChoose(timesOf(event));
        }
        stop();
      },
      onPointerCancel: stop,
      // the link under the pointer is not what the reader meant
      onClickCapture: (event: {
        preventDefault(): void;
        stopPropagation(): void;
      }) => {
        if (hasDragged.current) {
          event.preventDefault();
          event.stopPropagation();
          hasDragged.current = false;
        }
      },
    },
  };
}
