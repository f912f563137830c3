package dev.jacobi.llvm.text;

/** The few helper functions that emitted code calls for its memory, most for its list of live heap blocks: those of the native runtime ({@code blocks.ll}, {@code reserved.ll}), and two around them. */
public final class Runtime {
    private Runtime() {
    }

    /** {@code ptr allocate(slot, bytes, zero)}: null when there is no memory. Sizes that cannot be meant count as no memory. */
    public static String allocate(ModuleText out) {
        return out.declare("noalias ptr", "jacobi_allocate", "(ptr nocapture, i64, i1) nounwind");
    }

    /** {@code ptr reserve(slot, bytes, shared)}: memory of so many bytes behind the first 64, or for each thread that may be at work so many; null when there is none. */
    public static String reserve(ModuleText out) {
        return out.declare("noalias ptr", "jacobi_reserve", "(ptr nocapture, i64, i1) nounwind");
    }

    /** {@code ptr claim(block)}: a part of what was reserved that no other thread has. */
    public static String claim(ModuleText out) {
        return out.declare("noalias ptr", "jacobi_claim", "(ptr nocapture) nounwind");
    }

    /** {@code void release(block, part)}: others may have it. */
    public static String release(ModuleText out) {
        return out.declare("void", "jacobi_release", "(ptr nocapture, ptr) nounwind");
    }

    /** {@code ptr allocateSpare(slot, bytes, zero, spare)}: the same, but a block that a sweep has put on the list at spare where one is large enough. */
    public static String allocateSpare(ModuleText out) {
        return out.declare("noalias ptr", "jacobi_allocate_spare", "(ptr nocapture, i64, i1, ptr nocapture) nounwind");
    }

    /** {@code i1 adopt_unless(slot, block, given)}: as adopt, but nothing when the block is the one given. */
    public static String adoptUnless(ModuleText out) {
        adopt(out);
        return out.helper("jacobi.adopt_unless", """
            define internal i1 @jacobi.adopt_unless(ptr %slot, ptr %p, ptr %given) {
              %same = icmp eq ptr %p, %given
              br i1 %same, label %old, label %new
            old:
              ret i1 true
            new:
              %ok = call i1 @jacobi_adopt(ptr %slot, ptr %p)
              ret i1 %ok
            }
            """);
    }

    /** {@code ptr hand_over_unless(slot, p, bytes, given)}: as hand_over, but p as it is when it is the one given. */
    public static String handOverUnless(ModuleText out) {
        handOver(out);
        return out.helper("jacobi.hand_over_unless", """
            define internal ptr @jacobi.hand_over_unless(ptr %slot, ptr %p, i64 %bytes, ptr %given) {
              %same = icmp eq ptr %p, %given
              br i1 %same, label %old, label %new
            old:
              ret ptr %p
            new:
              %r = call ptr @jacobi_hand_over(ptr %slot, ptr %p, i64 %bytes)
              ret ptr %r
            }
            """);
    }

    /** {@code i1 adopt(slot, block)}: puts a block on the list; frees it and says false when that fails. */
    public static String adopt(ModuleText out) {
        return out.declare("i1", "jacobi_adopt", "(ptr nocapture, ptr) nounwind");
    }

    /** {@code ptr rowsPacked(n, width)}: the table of n rows that lie one behind the other, which is on no list; null when there is no memory ({@code rows.ll}). */
    public static String rowsPacked(ModuleText out) {
        return out.declare("noalias ptr", "jacobi_rows_packed", "(i64, i64) nounwind");
    }

    /** {@code void sweep(slot, mark, keep, n, spare)}: frees the blocks in front of the mark that are not among the n pointers kept; small ones go to the list at spare unless that is null. */
    public static String sweep(ModuleText out) {
        return out.declare("void", "jacobi_sweep", "(ptr nocapture, ptr, ptr nocapture readonly, i64, ptr nocapture) nounwind");
    }

    /** {@code ptr handOver(slot, p, bytes)}: takes the block off the list, or copies it to new memory when it is not on it. */
    public static String handOver(ModuleText out) {
        return out.declare("ptr", "jacobi_hand_over", "(ptr nocapture, ptr, i64) nounwind");
    }
}
