// A thumb on the stage: swipe up and down, tap, double tap, hold; and the wheel.
export interface Gestures {
  drag: (moved_px: number) => void;
  release: (step: -1 | 0 | 1) => void;
  tap: () => void;
  double_tap: (x: number, y: number) => void;
  hold: () => void;
}

const kDragFrom_px = 8;
const kHold_ms = 440;
const kHeard_ms = 40;
const kDouble_ms = 260;
const kFlick_px_ms = 0.35;
const kFarShare = 0.28;

// Where a released drag goes: a flick or a far pull moves one clip, anything else snaps back.
export function snap(moved_px: number, speed_px_ms: number, height_px: number): -1 | 0 | 1 {
  const toward = moved_px < 0 ? 1 : -1; // pulled up: the next one
  const flicked =
    Math.abs(speed_px_ms) > kFlick_px_ms && Math.sign(speed_px_ms) === Math.sign(moved_px);
  const thrown_back = Math.abs(speed_px_ms) > kFlick_px_ms && !flicked;
  if (thrown_back || moved_px === 0) return 0;
  return flicked || Math.abs(moved_px) > height_px * kFarShare ? toward : 0;
}

export function gestures(node: HTMLElement, on: Gestures) {
  let start: { id: number; x: number; y: number; control: boolean } | undefined;
  let trail: { y: number; at_ms: number }[] = [];
  let dragging = false;
  let held = false;
  let hold_timer: ReturnType<typeof setTimeout> | undefined;
  let tap_timer: ReturnType<typeof setTimeout> | undefined;
  let tapped_ms = -Infinity;

  function down(event: PointerEvent) {
    const target = event.target as Element;
    if (event.button !== 0 || start || target.closest('[role=slider]')) return;
    start = {
      id: event.pointerId,
      x: event.clientX,
      y: event.clientY,
      control: !!target.closest('a,button'),
    };
    trail = [{ y: event.clientY, at_ms: event.timeStamp }];
    dragging = held = false;
    if (!start.control) {
      // Twice: on a busy phone, moves that wait in the queue are heard before the second.
      hold_timer = setTimeout(() => {
        hold_timer = setTimeout(() => {
          held = true;
          on.hold();
        }, kHeard_ms);
      }, kHold_ms);
    }
  }

  function move(event: PointerEvent) {
    if (!start || event.pointerId !== start.id || held) return;
    const moved = event.clientY - start.y;
    if (
      !dragging &&
      Math.abs(moved) > kDragFrom_px &&
      Math.abs(moved) > Math.abs(event.clientX - start.x)
    ) {
      dragging = true;
      clearTimeout(hold_timer);
      node.setPointerCapture(event.pointerId);
    }
    if (!dragging) return;
    trail = [...trail.slice(-4), { y: event.clientY, at_ms: event.timeStamp }];
    on.drag(moved);
  }

  function up(event: PointerEvent) {
    if (!start || event.pointerId !== start.id) return;
    const { x, y, control } = start;
    start = undefined;
    clearTimeout(hold_timer);
    if (dragging) {
      const first = trail[0]!;
      const speed = (event.clientY - first.y) / Math.max(1, event.timeStamp - first.at_ms);
      on.release(
        event.type === 'pointercancel' ? 0 : snap(event.clientY - y, speed, node.clientHeight),
      );
    } else if (!held && !control && event.type === 'pointerup') {
      if (Math.hypot(event.clientX - x, event.clientY - y) <= kDragFrom_px) tap(event);
    }
    dragging = false;
  }

  function tap(event: PointerEvent) {
    clearTimeout(tap_timer);
    const box = node.getBoundingClientRect();
    if (event.timeStamp - tapped_ms < kDouble_ms) {
      on.double_tap(event.clientX - box.left, event.clientY - box.top);
    } else {
      tap_timer = setTimeout(on.tap, kDouble_ms);
    }
    tapped_ms = event.timeStamp;
  }

  const heard = { pointerdown: down, pointermove: move, pointerup: up, pointercancel: up } as const;
  for (const [name, handle] of Object.entries(heard))
    node.addEventListener(name, handle as EventListener);
  return {
    destroy() {
      clearTimeout(hold_timer);
      clearTimeout(tap_timer);
      for (const [name, handle] of Object.entries(heard))
        node.removeEventListener(name, handle as EventListener);
    },
  };
}

const kNotch = 30;
const kQuiet_ms = 140;
const kAgain_ms = 380;

// One turn of the wheel or one push on a trackpad is one clip: the glide after it is no other.
export function wheel_steps(step: (by: 1 | -1) => void) {
  let sum = 0;
  let last_ms = -Infinity;
  let stepped_ms = -Infinity;
  let last_size = 0;
  return (delta: number, now_ms: number) => {
    const size = Math.abs(delta);
    if (now_ms - last_ms > kQuiet_ms) sum = last_size = 0;
    const gliding = now_ms - stepped_ms < kAgain_ms || (last_size > 0 && size < last_size);
    last_ms = now_ms;
    if (sum === Infinity && gliding) {
      last_size = size;
      return;
    }
    if (sum === Infinity) sum = 0;
    last_size = size;
    sum += delta;
    if (Math.abs(sum) < kNotch) return;
    step(sum > 0 ? 1 : -1);
    stepped_ms = now_ms;
    sum = Infinity; // spent, until the push is over
  };
}
