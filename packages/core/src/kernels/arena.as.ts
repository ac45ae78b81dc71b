/**
 * Linear memory of the kernels: one arena, emptied before every job.
 *
 * Layout: the compiler's static data, then `__heap_base`, then whatever the job under way has reserved, in
 * order of reservation, each on a 16-byte boundary. Nothing is freed singly. A reservation is always zero:
 * what an earlier picture left behind cannot be read through a later one.
 */

const PAGE: u64 = 65536;
const ALIGNMENT: u64 = 16;
/** Pointers stay below 2 GiB, so that a host may read them as signed numbers. */
const LIMIT: u64 = 0x7fff0000;

/** End of what is reserved now, and the highest end there ever was: above it the engine's zeros are untouched. */
let end: u64 = 0;
let dirtyEnd: u64 = 0;

/** Forgets every reservation; all pointers and handles of earlier jobs are void. */
export function arenaReset(): void {
  end = (<u64>__heap_base + ALIGNMENT - 1) & ~(ALIGNMENT - 1);
}

/** Zeroed memory, or 0 when linear memory cannot grow so far. */
export function reserve(bytes: u64): usize {
  const start = end;
  const next = (start + bytes + ALIGNMENT - 1) & ~(ALIGNMENT - 1);
  const held = <u64>memory.size() * PAGE;
  if (next > held) {
    if (next > LIMIT) return 0;
    if (memory.grow(<i32>((next - held + PAGE - 1) / PAGE)) < 0) return 0;
  }
  if (start < dirtyEnd) memory.fill(<usize>start, 0, <usize>(min(next, dirtyEnd) - start));
  if (next > dirtyEnd) dirtyEnd = next;
  end = next;
  return <usize>start;
}

/** {@link reserve} for the host. */
export function allocate(bytes: u32): usize {
  return reserve(bytes);
}
