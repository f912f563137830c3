package dev.jacobi.arrays;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jacobi.Lowered;
import dev.jacobi.ir.DType;
import dev.jacobi.ir.Type;
import dev.jacobi.ir.interp.Tensor;
import dev.jacobi.ir.text.Parser;
import dev.jacobi.ptx.emulate.Ptxas;
import dev.jacobi.ptx.program.Arch;
import dev.jacobi.tpu.Lazily;
import dev.jacobi.tpu.LiftedPrograms;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

/**
 * The first case of each function of arrays as StableHLO, which jaxlib runs where a Python with it is given, and as PTX, which ptxas takes where it is installed. What a back end refuses is listed in
 * backends.txt, a line for each: the back end (or any), the function, and a part of the reason.
 */
@Tag("arrays")
class ArrayTextsTest {
    /** Results of a device's compiler are its own in the last bits. */
    private static final double TOLERANCE = 1e-4;
    private static final Map<String, String> KNOWN = CaseTable.resource("backends.txt").lines().filter(l -> !l.startsWith("#"))
            .collect(Collectors.toMap(l -> l.substring(0, l.indexOf(':')), l -> l.substring(l.indexOf(':') + 2)));

    /** What a back end makes of a program, or does with it. */
    interface Check {
        void of(Lowered l, CaseTable.Case c) throws Exception;
    }

    private static Stream<DynamicTest> each(String backend, Check check) {
        return CaseTable.names().stream().map(t -> DynamicTest.dynamicTest(backend + " of " + t, () -> table(backend, t, check)));
    }

    private static void table(String backend, String table, Check check) throws Exception {
        var wrong = new TreeSet<String>();
        Programs programs = programs(table);
        for (CaseTable.Case c : programs.cases) {
            String name = backend + " " + c.row().java();
            String reason = reason(() -> check.of((Lowered) programs.transforms.say("lower", c, c.arrays().stream().map(programs.library::make).toList()), c));
            String known = KNOWN.getOrDefault(name, KNOWN.get("any " + c.row().java()));
            if (reason == null ? known != null : known == null || !reason.contains(known)) {
                wrong.add(name + ": " + reason);
            }
        }
        assertEquals(Set.of(), wrong, () -> String.join("\n", wrong));
    }

    private interface Action {
        void run() throws Exception;
    }

    private static String reason(Action a) {
        try {
            a.run();
            return null;
        } catch (Exception | AssertionError e) {
            return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
        }
    }

    /** A table's cases, with programs of them. */
    record Programs(JacobiLibrary library, CaseTransforms transforms, List<CaseTable.Case> cases) {}

    static Programs programs(String table) {
        var library = new JacobiLibrary();
        var transforms = new CaseTransforms(library, new ReflectiveCalls(library));
        var runner = new CaseRunner(library);
        var first = new LinkedHashMap<String, CaseTable.Case>();
        Records records = Records.of(table);
        for (CaseTable.Row row : CaseTable.read(table)) {
            CaseTable.Case c = row.cases().get(0);
            if (records.rows().get(row.hash()).get(0).status() == Records.Status.VALUE && !c.type().complex() && first.putIfAbsent(row.java(), c) == null) {
                transforms.add(c, library.owner(row.owner()), runner.arguments(c, c.arrays().stream().map(a -> (Object) library.make(a)).toList(), null), Set.of("lower"));
            }
        }
        transforms.compile();
        return new Programs(library, transforms, first.values().stream().filter(transforms::knows).toList());
    }

    @TestFactory
    Stream<DynamicTest> stablehlo() {
        return each("stablehlo", (l, c) -> {
            String text = l.text("stablehlo");
            assertTrue(text.startsWith("module @jacobi {\n") && text.contains("func.func public @main("), text);
        });
    }

    @TestFactory
    Stream<DynamicTest> jaxlib() {
        var oracle = Lazily.oracle();
        return each("jaxlib", (l, c) -> {
            dev.jacobi.ir.Module m = Parser.parseModule(l.text("ir"));
            String entry = m.funcs().keySet().stream().filter(n -> m.get(n).toString().equals(l.ir().toString())).findFirst().orElseThrow();
            var in = new ArrayList<Tensor>();
            for (int k = 0; k < c.arrays().size(); k++) {
                in.add(tensor(c.arrays().get(k), l.ir().in().get(k).type()));
            }
            new LiftedPrograms(c.row().java(), m, entry, in).check(oracle.get(), TOLERANCE);
        }).onClose(oracle::stop);
    }

    @TestFactory
    Stream<DynamicTest> ptx() {
        return each("ptx", (l, c) -> {
            Arch arch = Arch.ALL.get(Math.floorMod(c.row().java().hashCode(), Arch.ALL.size()));
            String ptx = l.text("ptx " + arch.cpu());
            assertTrue(ptx.contains(".target " + arch.cpu()), ptx);
            if (Ptxas.isThere()) {
                assertEquals(ptx.lines().filter(line -> line.startsWith(".visible .entry")).count(), Ptxas.assemble(ptx, arch).kernels().size());
            }
        });
    }

    /** An array's elements as the interpreter has them. */
    private static Tensor tensor(RawArray a, Type type) {
        int n = a.size();
        ByteBuffer b = ByteBuffer.wrap(a.data()).order(ByteOrder.LITTLE_ENDIAN);
        DType d = type.dtype();
        Object data = switch (d) {
            case BOOL -> new boolean[n];
            case I8 -> new byte[n];
            case I16, BF16, F16 -> new short[n];
            case U16 -> new char[n];
            case I32 -> new int[n];
            case I64 -> new long[n];
            case F32 -> new float[n];
            case F64 -> new double[n];
        };
        for (int i = 0; i < n; i++) {
            java.lang.reflect.Array.set(data, i, switch (d) {
                case BOOL -> (Object) (b.get(i) != 0);
                case I8 -> b.get(i);
                case I16, BF16, F16 -> b.getShort(2 * i);
                case U16 -> b.getChar(2 * i);
                case I32 -> b.getInt(4 * i);
                case I64 -> b.getLong(8 * i);
                case F32 -> b.getFloat(4 * i);
                case F64 -> b.getDouble(8 * i);
            });
        }
        return new Tensor(d, a.dims(), data);
    }
}
