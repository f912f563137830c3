// Where a plugin is looked for, in folders made for the test.
package dev.jacobi.pjrt.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jacobi.pjrt.capi.ErrorCode;
import dev.jacobi.pjrt.capi.PjrtException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PluginsTest {
    @TempDir
    private Path root;

    private Path file(String name) throws IOException {
        Path p = root.resolve(name);
        Files.createDirectories(p.getParent());
        return Files.writeString(p, "");
    }

    private Path found(String named, Map<String, String> environment) {
        return new Plugins(named, environment, root).file();
    }

    @Test
    void theOptionComesFirstThenTheEnvironmentThenTheUsualPlaces() throws IOException {
        Path usual = file("usr/lib/libtpu.so");
        assertEquals(usual, found(null, Map.of()));
        Path packaged = file("usr/local/lib/python3.11/dist-packages/libtpu/libtpu.so");
        assertEquals(packaged, found(null, Map.of()));
        Path venv = file("venv/lib/python3.12/site-packages/libtpu/libtpu.so");
        assertEquals(venv, found(null, Map.of("VIRTUAL_ENV", "venv")));
        Path variable = file("a/plugin.so");
        var environment = Map.of("PJRT_PLUGIN_LIBRARY_PATH", "a/plugin.so", "VIRTUAL_ENV", "venv");
        assertEquals(variable, found(null, environment));
        Path option = file("b/plugin.so");
        assertEquals(option, found("b/plugin.so", environment));
    }

    @Test
    void whatIsMissingIsASentenceWithTheRemedy() {
        PjrtException none = assertThrows(PjrtException.class, () -> found(null, Map.of()));
        assertEquals(ErrorCode.NOT_FOUND, none.code());
        assertEquals("there is no PJRT plugin; name one by -Djacobi.pjrt.plugin=FILE or the environment variable PJRT_PLUGIN_LIBRARY_PATH "
            + "(pip install libtpu has one for TPUs)", none.getMessage());
        PjrtException gone = assertThrows(PjrtException.class, () -> found("b/gone.so", Map.of()));
        assertTrue(gone.getMessage().startsWith("the plugin b/gone.so, which jacobi.pjrt.plugin names, does not exist; name one by"), gone.getMessage());
        PjrtException number = assertThrows(PjrtException.class, () -> new Plugins("table:xyz", Map.of(), root).open());
        assertTrue(number.getMessage().startsWith("the plugin 'table:xyz' is not an address; "), number.getMessage());
    }

    @Test
    void libtpuIsToldWhatTheUserHasNotSaid() {
        String quiet = "--install_signal_handlers=false";
        assertEquals(Map.of("ALLOW_MULTIPLE_LIBTPU_LOAD", "1", "TPU_STDERR_LOG_LEVEL", "3", "TPU_MIN_LOG_LEVEL", "3", "TPU_SKIP_MDS_QUERY", "1", "LIBTPU_INIT_ARGS", quiet),
            TpuEnvironment.missing(Map.of("PATH", "/bin"), false));
        var user = Map.of("LIBTPU_INIT_ARGS", "--xla_a=1", "TPU_STDERR_LOG_LEVEL", "0", "ALLOW_MULTIPLE_LIBTPU_LOAD", "0");
        assertEquals(Map.of("TPU_MIN_LOG_LEVEL", "3", "LIBTPU_INIT_ARGS", "--xla_a=1 " + quiet), TpuEnvironment.missing(user, true));
        assertFalse(TpuEnvironment.missing(Map.of("LIBTPU_INIT_ARGS", "--install_signal_handlers=true"), true).containsKey("LIBTPU_INIT_ARGS"));
    }

    @Test
    void aTpuIsSeenOnTheBus() throws IOException {
        file("network/vendor");
        Files.writeString(root.resolve("network/vendor"), "0x1ae0\n");
        Files.writeString(root.resolve("network/device"), "0x0042\n");
        assertFalse(TpuEnvironment.hasTpu(root));
        file("chip/vendor");
        Files.writeString(root.resolve("chip/vendor"), "0x1ae0\n");
        Files.writeString(root.resolve("chip/device"), "0x0063\n");
        assertTrue(TpuEnvironment.hasTpu(root));
        assertFalse(TpuEnvironment.hasTpu(root.resolve("nonesuch")));
    }
}
