package dev.jacobi.ptx.device;

import dev.jacobi.llvm.jit.Bridge;
import dev.jacobi.llvm.jit.LinkedCode;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** The functions of cuBLAS that are called, compiled for the host: products column by column as its manual has them, each sum in order. Each function counts its calls and can be told to fail. */
final class FakeCublas implements AutoCloseable {
    static final List<String> NEEDED = List.of("cublasCreate_v2", "cublasSetStream_v2", "cublasDestroy_v2", "cublasGemmStridedBatchedEx");
    static final List<String> FUNCTIONS = Stream.concat(NEEDED.stream(), Stream.of("cublasGetStatusName")).toList();
    private static final AtomicInteger MADE = new AtomicInteger();
    private static final String TEXT = """
        @PREFIX_state = global [9 x i64] zeroinitializer
        define i32 @PREFIX_cublasCreate_v2(ptr %a) {
          FAIL0
          store i64 91, ptr %a
          ret i32 0
        }
        @PREFIX_name = global [7 x i8] c"STATUS\\00"
        define ptr @PREFIX_cublasGetStatusName(i32 %status) {
          ret ptr @PREFIX_name
        }
        define i32 @PREFIX_cublasSetStream_v2(i64 %handle, i64 %stream) {
          FAIL1
          %at = getelementptr i64, ptr @PREFIX_state, i64 8
          store i64 %stream, ptr %at
          ret i32 0
        }
        define i32 @PREFIX_cublasDestroy_v2(i64 %handle) {
          FAIL2
          ret i32 0
        }
        define i32 @PREFIX_cublasGemmStridedBatchedEx(i64 %handle, i32 %ta, i32 %tb, i32 %m, i32 %n, i32 %k, ptr %alpha, ptr %a, i32 %atype, i32 %lda, i64 %astep, ptr %b, i32 %btype,
            i32 %ldb, i64 %bstep, ptr %beta, ptr %c, i32 %ctype, i32 %ldc, i64 %cstep, i32 %batches, i32 %sums, i32 %algorithm) {
          FAIL3
          %ours = icmp eq i64 %handle, 91
          %any = icmp eq i32 %algorithm, -1
          %ab = icmp eq i32 %atype, %btype
          %ac = icmp eq i32 %atype, %ctype
          %twice = mul i32 %atype, 2
          %expected = add i32 %twice, 68
          %same = icmp eq i32 %sums, %expected
          %acols = icmp eq i32 %ta, 0
          %arows = select i1 %acols, i32 %m, i32 %k
          %alead = icmp sge i32 %lda, %arows
          %bcols = icmp eq i32 %tb, 0
          %brows = select i1 %bcols, i32 %k, i32 %n
          %blead = icmp sge i32 %ldb, %brows
          %clead = icmp sge i32 %ldc, %m
          %v1 = and i1 %ours, %any
          %v2 = and i1 %ab, %ac
          %v3 = and i1 %same, %alead
          %v4 = and i1 %blead, %clead
          %v5 = and i1 %v1, %v2
          %v6 = and i1 %v3, %v4
          %valid = and i1 %v5, %v6
          br i1 %valid, label %go, label %invalid
        invalid:
          ret i32 7
        go:
          %ai1 = select i1 %acols, i32 1, i32 %lda
          %al1 = select i1 %acols, i32 %lda, i32 1
          %bl1 = select i1 %bcols, i32 1, i32 %ldb
          %bj1 = select i1 %bcols, i32 %ldb, i32 1
          %ai = sext i32 %ai1 to i64
          %al = sext i32 %al1 to i64
          %bl = sext i32 %bl1 to i64
          %bj = sext i32 %bj1 to i64
          %cj = sext i32 %ldc to i64
          %mw = sext i32 %m to i64
          %nw = sext i32 %n to i64
          %kw = sext i32 %k to i64
          %ew = sext i32 %batches to i64
          %double = icmp eq i32 %atype, 1
          br i1 %double, label %wide, label %narrow
        wide:
          call void @PREFIX_double(i64 %ew, i64 %nw, i64 %mw, i64 %kw, ptr %alpha, ptr %a, i64 %astep, i64 %ai, i64 %al, ptr %b, i64 %bstep, i64 %bl, i64 %bj, ptr %beta, ptr %c, i64 %cstep, i64 %cj)
          ret i32 0
        narrow:
          call void @PREFIX_float(i64 %ew, i64 %nw, i64 %mw, i64 %kw, ptr %alpha, ptr %a, i64 %astep, i64 %ai, i64 %al, ptr %b, i64 %bstep, i64 %bl, i64 %bj, ptr %beta, ptr %c, i64 %cstep, i64 %cj)
          ret i32 0
        }
        """;
    private static final String FAIL = """
        %count_at = getelementptr i64, ptr @PREFIX_state, i64 COUNT
        %count = load i64, ptr %count_at
        %more = add i64 %count, 1
        store i64 %more, ptr %count_at
        %code_at = getelementptr i64, ptr @PREFIX_state, i64 CODE
        %code = load i64, ptr %code_at
        %code32 = trunc i64 %code to i32
        %fails = icmp ne i64 %code, 0
        br i1 %fails, label %bad, label %good
        bad:
        ret i32 %code32
        good:
        """;
    /** c[e, i, j] = alpha * sum over l + beta * c[e, i, j] for each e, j, i. */
    private static final String LOOPS = """
        define internal void @PREFIX_TYPE(i64 %ew, i64 %nw, i64 %mw, i64 %kw, ptr %alpha, ptr %a, i64 %astep, i64 %ai, i64 %al, ptr %b, i64 %bstep, i64 %bl, i64 %bj, ptr %beta, ptr %c, i64 %cstep,
            i64 %cj) {
          %sum = alloca TYPE
          %one = load TYPE, ptr %alpha
          %zero = load TYPE, ptr %beta
          HEAD(e, ew)
          HEAD(j, nw)
          HEAD(i, mw)
          store TYPE 0.0, ptr %sum
          HEAD(l, kw)
          %p0 = mul i64 %e, %astep
          %p1 = mul i64 %i, %ai
          %p2 = mul i64 %l, %al
          %p3 = add i64 %p0, %p1
          %p4 = add i64 %p3, %p2
          %p = getelementptr TYPE, ptr %a, i64 %p4
          %x = load TYPE, ptr %p
          %q0 = mul i64 %e, %bstep
          %q1 = mul i64 %l, %bl
          %q2 = mul i64 %j, %bj
          %q3 = add i64 %q0, %q1
          %q4 = add i64 %q3, %q2
          %q = getelementptr TYPE, ptr %b, i64 %q4
          %y = load TYPE, ptr %q
          %xy = fmul TYPE %x, %y
          %s0 = load TYPE, ptr %sum
          %s1 = fadd TYPE %s0, %xy
          store TYPE %s1, ptr %sum
          TAIL(l)
          %r0 = mul i64 %e, %cstep
          %r1 = mul i64 %j, %cj
          %r2 = add i64 %r0, %r1
          %r3 = add i64 %r2, %i
          %r = getelementptr TYPE, ptr %c, i64 %r3
          %s = load TYPE, ptr %sum
          %scaled = fmul TYPE %s, %one
          %whole = fadd TYPE %scaled, %zero
          store TYPE %whole, ptr %r
          TAIL(i)
          TAIL(j)
          TAIL(e)
          ret void
        }
        """;
    private final String prefix = "blas" + MADE.incrementAndGet();
    private final LinkedCode code;
    private final long state;

    FakeCublas() {
        var visible = new ArrayList<>(FUNCTIONS.stream().map(f -> prefix + "_" + f).toList());
        visible.add(prefix + "_state");
        code = FakeDriver.LLVM.link(text(prefix), visible, true);
        state = code.address(prefix + "_state");
    }

    /** All functions, with the prefix and an underscore in front of their names. */
    static String text(String prefix) {
        String text = TEXT;
        for (int f = 0; f < NEEDED.size(); f++) {
            text = text.replace("FAIL" + f, FAIL.replace("COUNT", "" + 2 * f).replace("CODE", "" + (2 * f + 1)));
        }
        return (text + loops("float") + loops("double")).replace("PREFIX", prefix);
    }

    private static String loops(String type) {
        return LOOPS.replace("TYPE", type)
            .replaceAll("HEAD\\((\\w), (\\w+)\\)", "%$1.at = alloca i64\nstore i64 0, ptr %$1.at\nbr label %$1.head\n$1.head:\n%$1 = load i64, ptr %$1.at\n%$1.more = icmp slt i64 %$1, %$2\n"
                + "br i1 %$1.more, label %$1.body, label %$1.end\n$1.body:")
            .replaceAll("TAIL\\((\\w)\\)", "%$1.next = add i64 %$1, 1\nstore i64 %$1.next, ptr %$1.at\nbr label %$1.head\n$1.end:");
    }

    Cublas.Library library() {
        return without("");
    }

    /** A library without one of the functions. */
    Cublas.Library without(String function) {
        return Cublas.Library.of(f -> FUNCTIONS.contains(f) && !f.equals(function) ? code.address(prefix + "_" + f) : 0, null);
    }

    /** From now on the function has this status. */
    void fails(String function, int status) {
        Bridge.Memory.put(state + 16L * NEEDED.indexOf(function) + 8, status);
    }

    long calls(String function) {
        return Bridge.Memory.get(state + 16L * NEEDED.indexOf(function));
    }

    /** The stream that was given last. */
    long stream() {
        return Bridge.Memory.get(state + 64);
    }

    @Override
    public void close() {
        code.close();
    }
}
