package dev.jacobi.arrays;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The inputs are those of case_inputs.py: what is pinned here is what Python printed. */
class InputsTest {
    private static final List<String> OF_FLOATS = List.of("any", "sym", "unit", "pos", "ge1", "big", "tiny", "int", "count", "half", "inc", "gap", "idx5", "nz",
            "edge", "edged", "distinct", "spd", "symm", "dom", "lower");
    private static final List<String> OF_INTEGERS = List.of("any", "sym", "unit", "pos", "ge1", "big", "full", "shift", "int", "count", "half", "inc", "idx5",
            "nz", "edge", "edged", "distinct");

    /** FNV-1a over the bytes of a 3 x 3 matrix of each domain, by dtype. */
    private static final Map<ElementType, String> HASHES = Map.ofEntries(
            Map.entry(ElementType.BOOL, "70e6deb5001318e6"), Map.entry(ElementType.I8, "8f9a5be96f9f4066"), Map.entry(ElementType.I16, "6855729f2055e7f0"),
            Map.entry(ElementType.I32, "00de8043dc97c6c9"), Map.entry(ElementType.I64, "107a7b1c88666152"), Map.entry(ElementType.U8, "0f1ec298ad3be553"),
            Map.entry(ElementType.U16, "c1a3ec4ff9ceec6d"), Map.entry(ElementType.U32, "02e7a65d41d1c163"), Map.entry(ElementType.U64, "e912bffc0da36410"),
            Map.entry(ElementType.BF16, "02c7f9cf41979387"), Map.entry(ElementType.F16, "e57276941224dcd4"), Map.entry(ElementType.F32, "f241bbb09c7c200e"),
            Map.entry(ElementType.F64, "011741a7ae70b817"), Map.entry(ElementType.C64, "6be073b9de612ab5"), Map.entry(ElementType.C128, "670007867aa3ff05"));

    @Test
    void theGeneratorIsSplitMix() {
        var r = new SplitMix(42);
        assertEquals(0xbdd732262feb6e95L, r.next());
        assertEquals(0x28efe333b266f103L, r.next());
        assertEquals(0x47526757130f9f52L, r.next());
    }

    @Test
    void seedsAreHashesOfWhatAnArrayIsFor() {
        assertEquals(0x50fdbe861748032dL, Inputs.seed("Np.add", "a", ElementType.F32, new int[] {3, 4}, "any"));
        RawArray a = Inputs.array("any", ElementType.F32, new int[] {3}, Inputs.seed("self", "a", ElementType.F32, new int[] {3}, "any"));
        assertArrayEquals(new double[] {5.5747156f, -5.820054f, 6.422269f}, new double[] {a.value(0), a.value(1), a.value(2)});
    }

    @TestFactory
    List<DynamicTest> arraysAreThoseOfPython() {
        return HASHES.keySet().stream().sorted().map(t -> DynamicTest.dynamicTest(t.text(), () -> assertEquals(HASHES.get(t), hash(t)))).toList();
    }

    private static String hash(ElementType t) {
        long h = SplitMix.FNV_START;
        int[] dims = {3, 3};
        for (String domain : t == ElementType.BOOL ? List.of("any", "edge") : t.inexact() ? OF_FLOATS : OF_INTEGERS) {
            h = SplitMix.fnv(h, Inputs.array(domain, t, dims, Inputs.seed("self", "a", t, dims, domain)).data());
        }
        return String.format("%016x", h);
    }
}
