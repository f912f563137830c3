// Arguments that a program may overwrite: the plugin is told to keep the others, and whatever fails, all of them are destroyed.
package dev.jacobi.pjrt.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jacobi.ir.DType;
import dev.jacobi.ir.Dim;
import dev.jacobi.ir.Type;
import dev.jacobi.ir.interp.Tensor;
import dev.jacobi.pjrt.capi.ErrorCode;
import dev.jacobi.pjrt.capi.PjrtException;
import dev.jacobi.pjrt.fake.FakePlugin;
import dev.jacobi.pjrt.program.HloProgram;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DonatedTest {
    private static final Type FOUR = Type.of(DType.F32, Dim.of(4));

    private static HloProgram program(Map<Integer, Integer> donated) {
        return new HloProgram("module {}", List.of(FOUR, FOUR, FOUR), List.of(0, 1, 2), donated, List.of(FOUR), -1, List.of(), List.of());
    }

    private static void call(FakePlugin fake, Map<Integer, Integer> donated) {
        Tensor x = Tensor.of(new float[4]);
        try (Client c = fake.open().client(Map.of()); DeviceProgram d = DeviceProgram.compile(c, program(donated))) {
            assertEquals(1, d.call(List.of(x, x, x), List.of(DType.F32)).results().size());
        }
    }

    @Test
    void onlyArgumentsThatAResultReplacesMayBeOverwritten() {
        for (var e : Map.of(Map.<Integer, Integer>of(), List.of(0L, 1L, 2L), Map.of(1, 0), List.of(0L, 2L), Map.of(0, 0), List.of(1L, 2L)).entrySet()) {
            var fake = new FakePlugin();
            call(fake, e.getKey());
            assertEquals(e.getValue(), fake.kept());
            assertEquals(4, fake.made(FakePlugin.Kind.BUFFER));
            assertEquals(Map.of(), fake.left());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Client_BufferFromHostBuffer", "LoadedExecutable_Execute", "Event_Await", "Buffer_ToHostBuffer", "Buffer_Dimensions"})
    void aCallThatFailsLeavesNothingBehind(String function) {
        FakePlugin fake = new FakePlugin().failing(function, ErrorCode.INTERNAL.ordinal());
        assertThrows(PjrtException.class, () -> call(fake, Map.of(1, 0)));
        assertEquals(Map.of(), fake.left());
    }

    @Test
    void anExecutionWithoutResultsLeavesNothingBehind() {
        FakePlugin fake = new FakePlugin().withoutResults();
        String said = assertThrows(PjrtException.class, () -> call(fake, Map.of(1, 0))).getMessage();
        assertTrue(said.endsWith("reported success, but gave no Buffer"), said);
        assertEquals(Map.of(), fake.left());
    }

    /** What a plugin says when it is to destroy an array that is gone already is nobody's concern. */
    @Test
    void aBufferThatIsGoneIsClosedAllTheSame() {
        FakePlugin fake = new FakePlugin().failing("Buffer_Destroy", ErrorCode.INVALID_ARGUMENT.ordinal());
        call(fake, Map.of(1, 0));
        assertEquals(Map.of("BUFFER", 4L), fake.left());
    }
}
