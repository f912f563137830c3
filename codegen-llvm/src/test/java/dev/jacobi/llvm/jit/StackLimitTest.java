package dev.jacobi.llvm.jit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;

/** How far recursive code may go down a thread's stack, which the C library is asked for once a thread. */
class StackLimitTest {
    /** Room that is left at the end of a stack, and less than any platform leaves. */
    private static final long RESERVE = 64 << 10;
    /** What a library's stack would be to the function: memory that is no part of the thread's own. */
    private static final long ELSEWHERE = 1 << 20;
    private static final LinkedCode CODE = Shared.LLVM.link("""
        declare ptr @jacobi_stack_limit(ptr)
        declare ptr @jacobi_stack_known(ptr)
        declare ptr @llvm.frameaddress.p0(i32)
        declare i64 @pthread_self()
        declare i32 @pthread_getattr_np(i64, ptr)
        declare i32 @pthread_attr_getstack(ptr, ptr, ptr)
        declare i32 @pthread_attr_destroy(ptr)
        define i64 @limit(i64 %any) {
          %here = call ptr @llvm.frameaddress.p0(i32 0)
          %limit = call ptr @jacobi_stack_limit(ptr %here)
          %l = ptrtoint ptr %limit to i64
          ret i64 %l
        }
        define i64 @known(i64 %any) {
          %here = call ptr @llvm.frameaddress.p0(i32 0)
          %limit = call ptr @jacobi_stack_known(ptr %here)
          %l = ptrtoint ptr %limit to i64
          ret i64 %l
        }
        define i64 @room_from(i64 %at) {
          %here = inttoptr i64 %at to ptr
          %limit = call ptr @jacobi_stack_limit(ptr %here)
          %l = ptrtoint ptr %limit to i64
          %room = sub i64 %at, %l
          ret i64 %room
        }
        define i64 @low(i64 %any) {
          %attr = alloca [128 x i8], align 16
          %lowp = alloca i64
          %sizep = alloca i64
          %self = call i64 @pthread_self()
          %r = call i32 @pthread_getattr_np(i64 %self, ptr %attr)
          %s = call i32 @pthread_attr_getstack(ptr %attr, ptr %lowp, ptr %sizep)
          %d = call i32 @pthread_attr_destroy(ptr %attr)
          %low = load i64, ptr %lowp
          ret i64 %low
        }
        """, List.of("limit", "known", "room_from", "low"), false);

    private static long limit() {
        return Bridge.call(CODE.address("limit"), 0);
    }

    /** What is found in a thread whose stack has so many bytes. */
    private static <T> T in(long bytes, Callable<T> task) throws Exception {
        var result = new FutureTask<>(task);
        var t = new Thread(null, result, "stack", bytes);
        t.start();
        return result.get();
    }

    @Test
    void threadsOneAfterTheOtherHaveLimitsOfTheirOwn() throws Exception {
        for (int round = 0; round < 3; round++) {
            for (long size : new long[] {512 << 10, 4 << 20, 1 << 20, 16 << 20, 768 << 10}) {
                long reserve = in(size, () -> {
                    long first = limit();
                    for (int k = 0; k < 5; k++) {
                        assertEquals(first, limit());
                    }
                    return first - Bridge.call(CODE.address("low"), 0);
                });
                // the C library may give a thread the larger stack of one that has ended
                assertTrue(reserve >= RESERVE && reserve < size, reserve + " of " + size);
            }
        }
    }

    @Test
    void aStackThatIsNotTheThreadsOwnIsNotTakenForIt() throws Exception {
        assertNull(in(1 << 20, () -> {
            long own = limit();
            assertEquals(32 << 10, Bridge.call(CODE.address("room_from"), ELSEWHERE));
            assertEquals(own, limit());
            assertEquals(32 << 10, Bridge.call(CODE.address("room_from"), -ELSEWHERE));
            assertEquals(own, limit());
            return null;
        }));
    }

    @Test
    void theLibraryIsNotAskedInEachCall() throws Exception {
        assertNull(in(1 << 20, () -> {
            assertEquals(0, Bridge.call(CODE.address("known"), 0));
            long limit = limit();
            assertEquals(limit, Bridge.call(CODE.address("known"), 0));
            return null;
        }));
    }
}
