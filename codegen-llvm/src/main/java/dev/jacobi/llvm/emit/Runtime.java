package dev.jacobi.llvm.emit;

/**
 * The few helper functions, in LLVM IR, that emitted code calls: the list of live heap blocks. A node is {next, block}; the list's head
 * lies in a slot of the function's frame.
 */
final class Runtime {
    private Runtime() {
    }

    /** Memory comes from the native runtime, which keeps large blocks; the list's nodes come from the C library. */
    private static void libraries(ModuleText out) {
        out.declare("noalias ptr", "jacobi_alloc", "(i64)");
        out.declare("noalias ptr", "jacobi_alloc_zero", "(i64)");
        out.declare("void", "jacobi_free", "(ptr)");
        out.declare("noalias ptr", "malloc", "(i64)");
        out.declare("void", "free", "(ptr)");
    }

    /** {@code ptr allocate(slot, bytes, zero)}: null when there is no memory. Sizes that cannot be meant count as no memory. */
    static String allocate(ModuleText out) {
        libraries(out);
        adopt(out);
        return out.helper("jacobi.allocate", """
            define internal noalias ptr @jacobi.allocate(ptr %slot, i64 %bytes, i1 %zero) noinline {
              %big = icmp ugt i64 %bytes, 70368744177664
              br i1 %big, label %none, label %go
            go:
              %size = add i64 %bytes, 64
              br i1 %zero, label %clear, label %raw
            clear:
              %c = call ptr @jacobi_alloc_zero(i64 %size)
              br label %got
            raw:
              %m = call ptr @jacobi_alloc(i64 %size)
              br label %got
            got:
              %p = phi ptr [ %c, %clear ], [ %m, %raw ]
              %ok = call i1 @jacobi.adopt(ptr %slot, ptr %p)
              br i1 %ok, label %done, label %none
            done:
              ret ptr %p
            none:
              ret ptr null
            }
            """);
    }

    /** {@code i1 adopt_unless(slot, block, given)}: as adopt, but nothing when the block is the one given. */
    static String adoptUnless(ModuleText out) {
        adopt(out);
        return out.helper("jacobi.adopt_unless", """
            define internal i1 @jacobi.adopt_unless(ptr %slot, ptr %p, ptr %given) {
              %same = icmp eq ptr %p, %given
              br i1 %same, label %old, label %new
            old:
              ret i1 true
            new:
              %ok = call i1 @jacobi.adopt(ptr %slot, ptr %p)
              ret i1 %ok
            }
            """);
    }

    /** {@code ptr hand_over_unless(slot, p, bytes, given)}: as hand_over, but p as it is when it is the one given. */
    static String handOverUnless(ModuleText out) {
        handOver(out);
        return out.helper("jacobi.hand_over_unless", """
            define internal ptr @jacobi.hand_over_unless(ptr %slot, ptr %p, i64 %bytes, ptr %given) {
              %same = icmp eq ptr %p, %given
              br i1 %same, label %old, label %new
            old:
              ret ptr %p
            new:
              %r = call ptr @jacobi.hand_over(ptr %slot, ptr %p, i64 %bytes)
              ret ptr %r
            }
            """);
    }

    /** {@code i1 adopt(slot, block)}: puts a block on the list; frees it and says false when that fails. */
    static String adopt(ModuleText out) {
        libraries(out);
        return out.helper("jacobi.adopt", """
            define internal i1 @jacobi.adopt(ptr %slot, ptr %p) noinline {
              %null = icmp eq ptr %p, null
              br i1 %null, label %none, label %go
            go:
              %node = call ptr @malloc(i64 16)
              %bad = icmp eq ptr %node, null
              br i1 %bad, label %undo, label %link
            link:
              %head = load ptr, ptr %slot
              store ptr %head, ptr %node
              %at = getelementptr ptr, ptr %node, i64 1
              store ptr %p, ptr %at
              store ptr %node, ptr %slot
              ret i1 true
            undo:
              call void @jacobi_free(ptr %p)
              ret i1 false
            none:
              ret i1 false
            }
            """);
    }

    /** {@code void sweep(slot, mark, keep, n)}: frees the blocks in front of the mark that are not among the n pointers kept. */
    static String sweep(ModuleText out) {
        libraries(out);
        return out.helper("jacobi.sweep", """
            define internal void @jacobi.sweep(ptr %slot, ptr %mark, ptr %keep, i64 %n) noinline {
            entry:
              br label %next
            next:
              %where = phi ptr [ %slot, %entry ], [ %where, %drop ], [ %node, %stay ]
              %node = load ptr, ptr %where
              %end = icmp eq ptr %node, %mark
              br i1 %end, label %done, label %look
            look:
              %at = getelementptr ptr, ptr %node, i64 1
              %p = load ptr, ptr %at
              br label %test
            test:
              %k = phi i64 [ 0, %look ], [ %k1, %other ]
              %more = icmp ult i64 %k, %n
              br i1 %more, label %compare, label %drop
            compare:
              %q = getelementptr ptr, ptr %keep, i64 %k
              %kept = load ptr, ptr %q
              %same = icmp eq ptr %kept, %p
              br i1 %same, label %stay, label %other
            other:
              %k1 = add i64 %k, 1
              br label %test
            stay:
              br label %next
            drop:
              %after = load ptr, ptr %node
              store ptr %after, ptr %where
              call void @jacobi_free(ptr %p)
              call void @free(ptr %node)
              br label %next
            done:
              ret void
            }
            """);
    }

    /** {@code ptr handOver(slot, p, bytes)}: takes the block off the list, or copies it to new memory when it is not on it. */
    static String handOver(ModuleText out) {
        libraries(out);
        out.declare("void", "llvm.memcpy.p0.p0.i64", "(ptr, ptr, i64, i1)");
        return out.helper("jacobi.hand_over", """
            define internal ptr @jacobi.hand_over(ptr %slot, ptr %p, i64 %bytes) noinline {
            entry:
              br label %next
            next:
              %where = phi ptr [ %slot, %entry ], [ %node, %other ]
              %node = load ptr, ptr %where
              %end = icmp eq ptr %node, null
              br i1 %end, label %copy, label %look
            look:
              %at = getelementptr ptr, ptr %node, i64 1
              %q = load ptr, ptr %at
              %same = icmp eq ptr %q, %p
              br i1 %same, label %take, label %other
            other:
              br label %next
            take:
              %after = load ptr, ptr %node
              store ptr %after, ptr %where
              call void @free(ptr %node)
              ret ptr %p
            copy:
              %size = add i64 %bytes, 64
              %m = call ptr @jacobi_alloc(i64 %size)
              %bad = icmp eq ptr %m, null
              br i1 %bad, label %none, label %fill
            fill:
              call void @llvm.memcpy.p0.p0.i64(ptr %m, ptr %p, i64 %bytes, i1 false)
              ret ptr %m
            none:
              ret ptr null
            }
            """);
    }
}
