package dev.jacobi.site;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.jacobi.backend.Backends;
import dev.jacobi.backend.Dump;
import dev.jacobi.backend.Gate;
import dev.jacobi.backend.Pipeline;
import dev.jacobi.ir.Module;
import dev.jacobi.ir.text.Parser;
import dev.jacobi.jvm.Initialised;
import dev.jacobi.jvm.OwnCode;
import dev.jacobi.lift.request.Lifted.Result;
import dev.jacobi.lift.request.Lifted.Source;
import dev.jacobi.lift.request.Lifted.Write;
import dev.jacobi.lift.request.Lifted;
import dev.jacobi.llvm.Tuning;
import dev.jacobi.options.Options;
import dev.jacobi.report.Registry;
import dev.jacobi.stub.CalledMethod;
import dev.jacobi.stub.Fallbacks;
import dev.jacobi.stub.FieldAccess;
import dev.jacobi.woven.Deopt;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What lies between a Java call and a program: inputs of every source, results of every kind, writes, and giving up without a trace. */
class CallTest {
    record Point(double x, double y) {
    }

    record Holder(String name, Point p, double[] data) {
    }

    private static double[] table = {1, 2, 3};
    private static int factor = 3;

    enum Backend { INTERP, CPU, CUDA }

    @BeforeAll
    static void emulate() {
        System.setProperty("jacobi.test.device", System.getProperty("jacobi.gpu.tests", "emulated"));
    }

    @AfterAll
    static void emulateNoMore() {
        System.clearProperty("jacobi.test.device");
    }

    private static final Registry REGISTRY = new Registry();

    /** A handle of the given type that runs the program {@code inputs | equations | results}. */
    private static MethodHandle handle(Backend b, String program, MethodType type, List<Source> inputs, Result result, Write... writes) {
        String[] part = program.split("\\|");
        var f = Parser.parseFunc("f(" + part[0].trim() + ") {\n" + part[1] + "\n return " + part[2].trim() + "\n}\n");
        var lifted = new Lifted(Module.of("f", f), "f", inputs, result, List.of(writes));
        var options = Options.defaults().with(Options.Backend.valueOf(b.name()));
        var pipeline = new Pipeline(true, (OwnCode) null);
        var stats = REGISTRY.method("t/T", "m" + REGISTRY.methods().size(), "()V");
        return new Backends(options, pipeline, Pipeline.Stage.RAISED, Tuning::host, null, Engine.ofProcess().resources()).compile(options.backend(), lifted,
            new CalledMethod(type, new FieldAccess(MethodHandles.lookup(), CallTest.class, Initialised.byForce()), new Fallbacks(stats, () -> { }), stats), false,
            Dump.of(options, "t/T", "m", "()V", ""), Gate.OPEN).handle();
    }

    private static Source arg(int i, String desc, Lifted.Field... path) {
        return new Source.Arg(i, List.of(path), desc);
    }

    private static MethodType type(Class<?> r, Class<?>... p) {
        return MethodType.methodType(r, p);
    }

    @ParameterizedTest
    @EnumSource(Backend.class)
    void scalarsOfEveryTypeGoInAndOut(Backend b) throws Throwable {
        var h = handle(b, "a:i32[], c:i64[], d:f32[], e:f64[] | x:f64[] = convert[f64] a\n y:f64[] = convert[f64] c\n z:f64[] = convert[f64] d\n"
            + " s:f64[] = add x y\n t:f64[] = add s z\n u:f64[] = add t e | u", type(double.class, byte.class, long.class, float.class, double.class),
            List.of(arg(0, "B"), arg(1, "J"), arg(2, "F"), arg(3, "D")), new Result.Scalar(0, "D"));
        assertEquals(-5 + 7 + 0.5 + 0.25, (double) h.invokeExact((byte) -5, 7L, 0.5f, 0.25));
        var bool = handle(b, "a:bool[], c:u16[] | d:i32[] = convert[i32] c\n e:bool[] = gt d 64:i32\n f:bool[] = and a e | f",
            type(boolean.class, boolean.class, char.class), List.of(arg(0, "Z"), arg(1, "C")), new Result.Scalar(0, "Z"));
        assertEquals(true, (boolean) bool.invokeExact(true, 'A'));
        assertEquals(false, (boolean) bool.invokeExact(true, '@'));
    }

    /** The loop's trips are independent, but an element is read behind the store into it as it was before: as a parallel loop it has no code. */
    @Test
    void aRaisedLoopThatHasNoCodeRunsAsItWasWritten() throws Throwable {
        var h = handle(Backend.CPU, """
            a:i32[n], b:i32[n] | c:i32[] = dim[0] a
            d:i32[n], e:i32[n] = for(c, a, b) { i:i32[], t:i32[n], u:i32[n] ->
              v:i32[n] = update t i 5:i32
              w:i32[] = index t i
              x:i32[n] = update u i w
              yield v, x
            } | d, e""", type(void.class, int[].class, int[].class), List.of(arg(0, "[I"), arg(1, "[I")), new Result.Void(),
            new Lifted.Write.Contents(0, 0), new Lifted.Write.Contents(1, 1));
        int[] a = {1, 2, 3};
        int[] b = new int[3];
        h.invokeExact(a, b);
        assertArrayEquals(new int[] {5, 5, 5}, a);
        assertArrayEquals(new int[] {1, 2, 3}, b);
        assertEquals("its loops run one trip after the other, as they were written: an array that a parallel loop writes to is still needed as it was, "
            + "in the same trip of the loop", REGISTRY.methods().get(REGISTRY.methods().size() - 1).note());
    }

    @ParameterizedTest
    @EnumSource(Backend.class)
    void narrowResults(Backend b) throws Throwable {
        var h = handle(b, "a:i32[] | c:i32[] = add a 1:i32 | c", type(byte.class, int.class), List.of(arg(0, "I")), new Result.Scalar(0, "B"));
        assertEquals((byte) -128, (byte) h.invokeExact(127));
    }

    @ParameterizedTest
    @EnumSource(Backend.class)
    void writesGoToTheArrayAndNothingIsReturned(Backend b) throws Throwable {
        var h = handle(b, "a:f64[n], i:i32[] | n:i32[] = dim[0] a\n ok:bool[] = lt i n\n check[index \"T.m:1\"] ok\n"
            + " c:f64[n] = update a i 9.0:f64 | c", type(void.class, double[].class, int.class), List.of(arg(0, "[D"), arg(1, "I")),
            new Result.Void(), new Write.Contents(0, 0));
        double[] a = {1, 2, 3};
        h.invokeExact(a, 1);
        assertArrayEquals(new double[] {1, 9, 3}, a);
        assertThrows(Deopt.class, () -> { h.invokeExact(a, 3); });
        assertThrows(Deopt.class, () -> { h.invokeExact((double[]) null, 0); });
        assertArrayEquals(new double[] {1, 9, 3}, a);
    }

    @ParameterizedTest
    @EnumSource(Backend.class)
    void newArraysAndSameArrays(Backend b) throws Throwable {
        var fresh = handle(b, "a:i32[n] | b:i32[n] = copy a\n c:i32[n] = update b 0:i32 2:i32 | c", type(int[].class, int[].class), List.of(arg(0, "[I")), new Result.NewArray(0, "[I"));
        int[] a = {1, 2};
        assertArrayEquals(new int[] {2, 2}, (int[]) fresh.invokeExact(a));
        var same = handle(b, "a:i32[n] | c:i32[n] = update a 0:i32 7:i32 | c", type(int[].class, int[].class), List.of(arg(0, "[I")),
            new Result.Same(0), new Write.Contents(0, 0));
        assertSame(a, (int[]) same.invokeExact(a));
        assertArrayEquals(new int[] {7, 2}, a);
    }

    @ParameterizedTest
    @EnumSource(Backend.class)
    void arraysOfArraysArePackedAndUnpacked(Backend b) throws Throwable {
        var h = handle(b, "a:f64[n,m], i:i32[], j:i32[] | b:f64[n,m] = update a 0:i32 0:i32 7.0:f64\n c:f64[n,m] = update b i j 5.0:f64 | c",
            type(void.class, double[][].class, int.class, int.class), List.of(arg(0, "[[D"), arg(1, "I"), arg(2, "I")), new Result.Void(),
            new Write.Contents(0, 0));
        double[][] a = {{1, 2, 3}, {4, 5, 6}};
        double[] row = a[1];
        h.invokeExact(a, 1, 2);
        assertArrayEquals(new double[] {4, 5, 5}, row);
        assertThrows(Deopt.class, () -> { h.invokeExact(new double[][] {{1}, {1, 2}}, 1, 0); });
        assertThrows(Deopt.class, () -> { h.invokeExact(new double[][] {{1}, null}, 1, 0); });
        assertThrows(Deopt.class, () -> { h.invokeExact(new double[][] {row, row}, 1, 0); });
        var copy = handle(b, "a:i64[n,m,k] | b:i64[n,m,k] = copy a\n c:i64[n,m,k] = update b 1:i32 0:i32 1:i32 -4:i64 | c", type(long[][][].class, long[][][].class), List.of(arg(0, "[[[J")),
            new Result.NewArray(0, "[[[J"));
        long[][][] in = {{{1, 2}}, {{3, 4}}, {{5, 6}}};
        assertEquals("[[[1, 2]], [[3, -4]], [[5, 6]]]", Arrays.deepToString((long[][][]) copy.invokeExact(in)));
    }

    @ParameterizedTest
    @EnumSource(Backend.class)
    void rowsThatRepeatAndChangePlaces(Backend b) throws Throwable {
        // a[rows[0]][0] = 8; then rows 0 and 1 change places
        var h = handle(b, "a:f64[n,m], r:i32[n] | p:i32[] = index r 0:i32\n c:f64[n,m] = update a p 0:i32 8.0:f64\n q:i32[] = index r 1:i32\n"
            + " s:i32[n] = update r 0:i32 q\n t:i32[n] = update s 1:i32 p | c, t", type(void.class, double[][].class),
            List.of(arg(0, "[[D"), new Source.Rows(0)), new Result.Void(), new Write.Contents(0, 0), new Write.Rows(1, 0));
        double[] x = {1, 2};
        double[] y = {3, 4};
        double[][] a = {x, y, x};
        h.invokeExact(a);
        assertArrayEquals(new double[] {8, 2}, x);
        assertSame(y, a[0]);
        assertSame(x, a[1]);
        assertSame(x, a[2]);
    }

    @ParameterizedTest
    @EnumSource(Backend.class)
    void fieldsOfArgumentsAndStatics(Backend b) throws Throwable {
        String me = "dev/jacobi/site/CallTest";
        var point = new Lifted.Field(me + "$Holder", "p", "L" + me + "$Point;");
        var h = handle(b, "x:f64[], d:f64[n], k:i32[], t:f64[m] | a:f64[] = index d 0:i32\n b:f64[] = index t 1:i32\n f:f64[] = convert[f64] k\n"
            + " c:f64[] = add a b\n e:f64[] = mul c f\n g:f64[] = add e x | g", type(double.class, Holder.class),
            List.of(arg(0, "D", point, new Lifted.Field(me + "$Point", "x", "D")), arg(0, "[D", new Lifted.Field(me + "$Holder", "data", "[D")),
                new Source.Static(me, "factor", "I", List.of(), "I"), new Source.Static(me, "table", "[D", List.of(), "[D")), new Result.Scalar(0, "D"));
        factor = 3;
        table = new double[] {1, 2, 3};
        var holder = new Holder("h", new Point(0.5, 7), new double[] {10});
        assertEquals(36.5, (double) h.invokeExact(holder));
        factor = 4;
        table[1] = 3;
        assertEquals(52.5, (double) h.invokeExact(holder));
        table = null;
        assertThrows(Deopt.class, () -> { h.invoke(holder); });
        assertThrows(Deopt.class, () -> { h.invoke(new Holder("h", null, new double[1])); });
        assertThrows(Deopt.class, () -> { h.invoke((Holder) null); });
    }

    @ParameterizedTest
    @EnumSource(Backend.class)
    void objectsAndChoices(Backend b) throws Throwable {
        String point = "dev/jacobi/site/CallTest$Point";
        var made = new Result.New(point, "(DD)V", List.of(new Result.Scalar(1, "D"), new Result.Scalar(2, "D")));
        var h = handle(b, "a:f64[] | s:bool[] = gt a 0.0:f64\n i:i32[] = convert[i32] s\n c:f64[] = neg a | i, a, c", type(Point.class, double.class),
            List.of(arg(0, "D")), new Result.Choice(0, List.of(new Result.Null(), made)));
        assertEquals(new Point(2, -2), (Point) h.invokeExact(2.0));
        assertNull((Point) h.invokeExact(-2.0));
        var arrays = handle(b, "a:f64[n], s:i32[] | c:f64[n] = copy a | s, c", type(double[].class, double[].class, int.class),
            List.of(arg(0, "[D"), arg(1, "I")), new Result.Choice(0, List.of(new Result.Same(0), new Result.NewArray(1, "[D"))));
        double[] a = {1};
        assertSame(a, (double[]) arrays.invokeExact(a, 0));
        assertNotSame(a, (double[]) arrays.invokeExact(a, 1));
    }

    @ParameterizedTest
    @EnumSource(Backend.class)
    void overlapThatNoVariantCoversGivesUp(Backend b) throws Throwable {
        var h = handle(b, "a:f64[n,m], v:f64[k] | x:f64[] = index v 0:i32\n c:f64[n,m] = update a 0:i32 0:i32 x | c",
            type(void.class, double[][].class, double[].class), List.of(arg(0, "[[D"), arg(1, "[D")), new Result.Void(), new Write.Contents(0, 0));
        double[][] a = {{1, 2}, {3, 4}};
        h.invokeExact(a, new double[] {9});
        assertEquals(9, a[0][0]);
        assertThrows(Deopt.class, () -> { h.invokeExact(a, a[0]); });
    }
}
