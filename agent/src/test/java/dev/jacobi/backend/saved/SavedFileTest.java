package dev.jacobi.backend.saved;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jacobi.Compiled;
import dev.jacobi.Jacobi;
import dev.jacobi.JacobiException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files of other builds and other machines, and the form of data. */
class SavedFileTest {
    @TempDir
    private Path folder;

    static double sum(double[] x) {
        double s = 0;
        for (double v : x) {
            s += v;
        }
        return s;
    }

    private SavedProgram saved() throws IOException {
        Path file = folder.resolve("sum");
        Jacobi.lower(SavedFileTest::sum, new double[2]).compile().save(file);
        return SavedFile.program(Files.readAllBytes(file), 0, SavedFileTest.class.getClassLoader());
    }

    private String refused(byte[] bytes) throws IOException {
        Path file = folder.resolve("other");
        Files.write(file, bytes);
        return assertThrows(JacobiException.class, () -> Compiled.load(file)).getMessage();
    }

    @Test
    void aFileOfAnotherBuildIsRefused() throws IOException {
        assertEquals("The program cannot be loaded: it was saved by another build of Jacobi; save it with the one that loads it.", refused(SavedFile.bytes(saved(), 17)));
    }

    @Test
    void codeForAnotherMachineIsRefused() throws IOException {
        SavedProgram p = saved();
        CpuCode c = (CpuCode) p.code();
        CpuCode.Machine m = c.machine();
        var wider = new CpuCode.Machine("wonder", m.features() + ",+avx4096,+future,-past,+b,+c", m.version(), m.threads());
        assertTrue(refused(SavedFile.bytes(with(p, new CpuCode(wider, c.parts())), 0)).endsWith("The program cannot be loaded: it was compiled for the CPU wonder, and this one (" + m.cpu()
            + ") has not all that it uses (avx4096, future, b and more); compile it here."));
        assertEquals("it was compiled with other native libraries (old) than there are here (" + m.version() + ")", new CpuCode.Machine(m.cpu(), m.features(), "old", m.threads()).misfit(m));
        assertEquals("it was compiled for 77 threads, and there are " + m.threads() + " here, unless the option threads=77 says otherwise", new CpuCode.Machine(m.cpu(), m.features(), m.version(), 77).misfit(m));
        assertNull(new CpuCode.Machine("older", "+sse2,-avx", m.version(), m.threads()).misfit(new CpuCode.Machine("newer", "+sse2,+avx", m.version(), m.threads())));
    }

    /** An object file that is none, though nothing is damaged. */
    @Test
    void codeThatCannotBeLinkedIsASentence() throws IOException {
        SavedProgram p = saved();
        CpuCode c = (CpuCode) p.code();
        CpuCode.Part part = c.parts().get(0);
        var broken = new CpuCode.Part(part.name() + "x", part.checks(), part.calls(), part.library(), new byte[] {1, 2, 3});
        String said = refused(SavedFile.bytes(with(p, new CpuCode(c.machine(), List.of(broken))), 0));
        assertTrue(said.contains(" cannot be loaded: "), said);
    }

    private static SavedProgram with(SavedProgram p, CpuCode code) {
        return new SavedProgram(p.function(), p.args(), p.result(), p.inputs(), p.outputs(), p.sources(), p.parts(), p.writes(), p.changed(), p.wide(), p.operations(), p.bytes(), code);
    }

    private static Object again(Object v) throws IOException {
        var out = new ByteArrayOutputStream();
        new RecordCodec(null).write(v, new DataOutputStream(out));
        return new RecordCodec(SavedFileTest.class.getClassLoader()).read(new DataInputStream(new ByteArrayInputStream(out.toByteArray())));
    }

    @Test
    void dataIsReadAsItWasWritten() throws IOException {
        for (Object v : Arrays.asList(null, true, (byte) 1, (short) 2, 'c', 3, 4L, 5f, 6.5, "text \u00e9", List.of(1, List.of(), "x"), Map.of("k", List.of(1.0)), TimeUnit.DAYS, new CpuCode.Machine("a", "b", "c", 1))) {
            assertEquals(v, again(v));
        }
        assertArrayEquals(new byte[] {1, 2}, (byte[]) again(new byte[] {1, 2}));
        assertThrows(IllegalArgumentException.class, () -> again(new Object()));
    }
}
