package dev.jacobi.llvm.emit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jacobi.ir.Type;
import dev.jacobi.ir.harness.Tensors;
import dev.jacobi.ir.interp.CheckFailed;
import dev.jacobi.ir.text.Parser;
import dev.jacobi.llvm.CompileRequest;
import dev.jacobi.llvm.Emitter;
import dev.jacobi.llvm.LlvmModule;
import dev.jacobi.llvm.jit.NativeRun;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Where emitted code has its arrays: heap blocks at a time, counted by an allocator of the test's own, and stack. */
class TemporariesTest {
    private static final String COUNTING = """
        @live = global i64 0
        @peak = global i64 0
        define noalias ptr @jacobi_alloc(i64 %n) {
          %a = load i64, ptr @live
          %b = add i64 %a, 1
          store i64 %b, ptr @live
          %p = load i64, ptr @peak
          %m = call i64 @llvm.smax.i64(i64 %p, i64 %b)
          store i64 %m, ptr @peak
          %more = add i64 %n, 64
          %c = call ptr @calloc(i64 %more, i64 1)
          %r = getelementptr i8, ptr %c, i64 64
          ret ptr %r
        }
        define noalias ptr @jacobi_alloc_zero(i64 %n) {
          %r = call ptr @jacobi_alloc(i64 %n)
          ret ptr %r
        }
        define void @jacobi_free(ptr %p) {
          %a = load i64, ptr @live
          %b = sub i64 %a, 1
          store i64 %b, ptr @live
          %none = icmp eq ptr %p, null
          %at = getelementptr i8, ptr %p, i64 -64
          %c = select i1 %none, ptr null, ptr %at
          call void @free(ptr %c)
          ret void
        }
        define i32 @counted(ptr %a, ptr %r) {
          store i64 0, ptr @live
          store i64 0, ptr @peak
          %c = call i32 @entry(ptr %a, ptr %r)
          %p = load i64, ptr @peak
          store i64 %p, ptr %r
          %q = getelementptr i64, ptr %r, i64 1
          %l = load i64, ptr @live
          store i64 %l, ptr %q
          ret i32 0
        }
        """;

    /** A module with the native runtime's list of blocks, but without an allocator. */
    private static String alone(LlvmModule m) {
        String blocks = text("blocks.ll") + text("reserved.ll");
        String mine = "(?m)^declare.*@(jacobi_alloc|jacobi_alloc_zero|jacobi_free|jacobi_allocate|jacobi_allocate_spare|jacobi_adopt|jacobi_sweep|jacobi_hand_over|jacobi_reserve|jacobi_claim|jacobi_release|jacobi_pool_threads|jacobi_pause|llvm.umin.i64|malloc|calloc|free|llvm.memcpy.*|llvm.memset.*)\\(.*$";
        return (m.text() + blocks).replaceAll(mine, "") + """
            declare ptr @malloc(i64)
            declare ptr @calloc(i64, i64)
            declare void @free(ptr)
            declare void @llvm.memcpy.p0.p0.i64(ptr, ptr, i64, i1)
            declare void @llvm.memset.p0.i64(ptr, i8, i64, i1)
            declare i64 @llvm.umin.i64(i64, i64)
            define internal i64 @jacobi_pool_threads() {
              ret i64 1
            }
            define internal void @jacobi_pause() {
              ret void
            }
            """;
    }

    private static String text(String name) {
        try (var in = NativeRun.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Most blocks at a time, and blocks left at the end, of a function without results of its own. */
    private static long[] blocks(String text, Object... args) {
        LlvmModule m = Emitter.emit(new CompileRequest(Parser.parseModule(text), "f", List.of(0), false, 1), 64);
        String ir = alone(m).replaceAll("(?m)^declare.*@llvm.smax.i64\\(.*$", "") + "declare i64 @llvm.smax.i64(i64, i64)\n" + COUNTING;
        var counted = new LlvmModule(ir, "counted", m.args(), List.of(Type.I64, Type.I64), m.checks());
        var r = new NativeRun(counted, false).run(Tensors.all(args)).results();
        return new long[] {((long[]) r.get(0).data())[0], ((long[]) r.get(1).data())[0]};
    }

    @Test
    void aTemporaryOfAnIterationIsFreed() {
        long[] b = blocks("""
            f(a:f64[n], m:i32[]) { n = dim[0] a
              x = for(m, a) { t, x ->
                tmp = full[f64[n]] 1.0:f64 n
                y = for(n, x) { i, z -> u = index tmp i; v = index z i; w = add u v; y = update z i w; yield y }
                yield y }
              return x }
            """, new double[1000], 500);
        assertTrue(b[0] <= 3, b[0] + " blocks at a time");
        assertEquals(0, b[1]);
    }

    /** The block of the trip before serves where it is large enough; above 64 kB each trip has its own. */
    @Test
    void temporariesThatGrowTakeFewBlocks() {
        String text = """
            f(a:f64[n], m:i32[]) { n = dim[0] a
              x = for(m, a) { t, x ->
                l = mul t SIZE:i32; k = add l 1:i32
                tmp = full[f64[?]] 1.0:f64 k
                u = index tmp l; p = rem t n; v = index x p; w = add u v; q = update tmp l w; r = index q l; y = update x p r
                yield y }
              return x }
            """;
        for (int size : new int[] {0, 1, 5, 700, 9000}) {
            String sized = text.replace("SIZE", "" + size);
            Oracle.check(sized, List.of(0), new double[] {1, 2, 3}, 40);
            Oracle.check(sized, List.of(0), new double[] {1, 2, 3}, 0);
            long[] b = blocks(sized, new double[] {1, 2, 3}, 40);
            assertTrue(b[0] <= 12, b[0] + " blocks at a time");
            assertEquals(0, b[1]);
        }
    }

    @Test
    void buffersThatMoveThroughTheCarryAreFreedWhenTheyLeaveIt() {
        long[] b = blocks("""
            f(a:f64[n], m:i32[]) { n = dim[0] a
              x, y = for(m, a, a) { t, x, old ->
                tmp = full[f64[n]] 1.0:f64 n; k = rem t n; v = index old k; w = add v 1.0:f64; z = update tmp k w
                yield z, x }
              return y }
            """, new double[1000], 500);
        assertTrue(b[0] <= 5, b[0] + " blocks at a time");
        assertEquals(0, b[1]);
    }

    @Test
    void aFailedCallFreesWhatItHas() {
        long[] b = blocks("""
            f(a:f64[n], m:i32[]) { n = dim[0] a
              x = for(m, a) { t, x ->
                tmp = full[f64[n]] 1.0:f64 n; ok = lt t 100:i32; y = update tmp 0:i32 2.0:f64; check[throw "T.f:1"] ok; v = index y 0:i32; z = update x 0:i32 v
                yield z }
              return x }
            """, new double[1000], 500);
        assertTrue(b[0] > 0);
        assertEquals(0, b[1]);
    }

    /** As the other allocator, but each allocation also sets the last of the first argument's 100 elements to how many there were. */
    private static final String MEANWHILE = """
        @target = global ptr null
        @made = global i64 0
        define noalias ptr @jacobi_alloc(i64 %n) {
          %a = load i64, ptr @made
          %b = add i64 %a, 1
          store i64 %b, ptr @made
          %t = load ptr, ptr @target
          %q = getelementptr i64, ptr %t, i64 99
          store i64 %b, ptr %q
          %more = add i64 %n, 64
          %c = call ptr @calloc(i64 %more, i64 1)
          %r = getelementptr i8, ptr %c, i64 64
          ret ptr %r
        }
        define noalias ptr @jacobi_alloc_zero(i64 %n) {
          %r = call ptr @jacobi_alloc(i64 %n)
          ret ptr %r
        }
        define void @jacobi_free(ptr %p) {
          %none = icmp eq ptr %p, null
          %at = getelementptr i8, ptr %p, i64 -64
          %c = select i1 %none, ptr null, ptr %at
          call void @free(ptr %c)
          ret void
        }
        define i32 @meanwhile(ptr %a, ptr %r) {
          %t = load ptr, ptr %a
          store ptr %t, ptr @target
          store i64 0, ptr @made
          %c = call i32 @entry(ptr %a, ptr %r)
          %n = load i64, ptr @made
          store i64 %n, ptr %r
          ret i32 %c
        }
        """;

    @Test
    void swappedBuffersKeepWhatOthersWriteMeanwhile() {
        String text = """
            f(a:i64[n], b:i64[n], m:i32[]) { n = dim[0] a; tmp = full[i64[n]] 1:i64 n
              x, y = for(m, a, b) { t, p, q -> u = index p 0:i32; v = index tmp t; w = add u v; z = update q 0:i32 w; yield z, p }
              return x, y }
            """;
        LlvmModule m = Emitter.emit(new CompileRequest(Parser.parseModule(text), "f", List.of(0, 1), false, 1), 64);
        String ir = alone(m) + MEANWHILE;
        long[] a = new long[100];
        long[] b = new long[100];
        a[0] = 10;
        b[1] = 5;
        a[1] = 5;
        var got = new NativeRun(new LlvmModule(ir, "meanwhile", m.args(), List.of(Type.I64), m.checks()), false).run(Tensors.all(a, b, 4));
        long made = ((long[]) got.results().get(0).data())[0];
        long[] after = (long[]) got.inputs().get(0).data();
        assertTrue(made > 1, made + " allocations");
        assertEquals(made, after[99], "what was written to the array during the call");
        assertEquals(14, after[0]);
        assertEquals(13, ((long[]) got.inputs().get(1).data())[0]);
        assertEquals(5, after[1]);
    }

    /** Bytes of stack arrays in all functions of the module with such names. */
    private static long stack(String ir, String functions) {
        long sum = 0;
        var function = Pattern.compile("(?ms)^define [^\\n]*@(" + functions + ")\\(.*?^}").matcher(ir);
        while (function.find()) {
            var array = Pattern.compile("alloca (i8|i64|ptr), i64 (\\d+)").matcher(function.group());
            while (array.find()) {
                sum += Long.parseLong(array.group(2)) * (array.group(1).equals("i8") ? 1 : 8);
            }
        }
        return sum;
    }

    /** Equations that make {@code count} arrays of {@code length} elements each, write one and read two, and leave a sum of all in the last s. */
    private static String many(int count, int length) {
        var s = new StringBuilder("s0 = convert[i64] k; j = add k 1:i32; ");
        for (int i = 0; i < count; i++) {
            s.append("a_ = full[i64[N]] _:i64 N:i64; b_ = update a_ k s_; x_ = index b_ j; y_ = index b_ k; z_ = add x_ y_; ".replace("_", "" + i)
                .replace("N", "" + length)).append("s" + (i + 1) + " = add s" + i + " z" + i + "; ");
        }
        return s.toString();
    }

    @Test
    void theStackArraysOfAFunctionAreBounded() {
        String text = "f(k:i32[]) { " + many(20, 500) + "r:i64[] = call[g] k; t = add s20 r; return t }\n"
            + "g(k:i32[]) { " + many(20, 500) + "return s20 }";
        Oracle.check(text, List.of(), 3);
        String ir = Emitter.emit(new CompileRequest(Parser.parseModule(text), "f", List.of(-1), false, 1), 64).text();
        long entry = stack(ir, "entry");
        long callee = stack(ir, "fn\\.\\d+");
        assertTrue(entry > 4000 && entry <= 25 << 10, entry + " bytes in the entry");
        assertTrue(callee > 4000 && callee <= 9 << 10, callee + " bytes in the callee");
        assertTrue(ir.contains(" noinline {"), "the callee's arrays stay out of its callers");
    }

    @Test
    void anArrayTooLargeForAnyMemoryFails() {
        var m = Emitter.emit(new CompileRequest(Parser.parseModule("f(n:i32[], k:i32[]) { a = full[f64[n]] 0.0:f64 n; b = reshape[f64[n]] a n; c = index[clamp] b k; d = full[f64[n,m]] 0.0:f64 n n; e = index[clamp] d k k; s = add c e; return s }"),
            "f", List.of(-1), false, 1), 64);
        var run = new NativeRun(m, false);
        assertThrows(CheckFailed.class, () -> run.run(Tensors.all(Integer.MAX_VALUE, 5)));
        var tooFew = new ArrayList<>(run.run(Tensors.all(10, 5)).results());
        assertEquals(1, tooFew.size());
    }
}
