package dev.jacobi.pjrt.client;

import dev.jacobi.pjrt.capi.ErrorCode;
import dev.jacobi.pjrt.capi.PjrtException;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/**
 * Where plugins are looked for: what the option or property {@code jacobi.pjrt.plugin} names, then {@code PJRT_PLUGIN_LIBRARY_PATH}, then libtpu
 * where it usually is: {@code TPU_LIBRARY_PATH}, the site-packages of the active Python environments, {@code /lib}, {@code /usr/lib}.
 */
public final class Plugins {
    /** The property that names a plugin's file. */
    public static final String PROPERTY = "jacobi.pjrt.plugin";
    /** Before the address, in hexadecimal, of a table that is in the process already: {@code table:7f0012340000}. */
    public static final String TABLE = "table:";
    static final String REMEDY = "name one by -D" + PROPERTY + "=FILE or the environment variable PJRT_PLUGIN_LIBRARY_PATH (pip install libtpu has one for TPUs)";
    private final String named;
    private final Map<String, String> environment;
    private final Path root;

    /** {@code named} is the option's value or null; {@code root} is where the system's folders begin. */
    Plugins(String named, Map<String, String> environment, Path root) {
        this.named = named;
        this.environment = environment;
        this.root = root;
    }

    /** For this process; {@code named} may be null, then the property counts. */
    public static Plugins ofProcess(String named, Properties properties) {
        return new Plugins(named != null ? named : properties.getProperty(PROPERTY), System.getenv(), Path.of("/"));
    }

    /** The plugin that was named, else the first that is found; a sentence with the remedy when there is none. */
    public Plugin open() {
        if (named != null && named.startsWith(TABLE)) {
            try {
                return Plugin.at(Long.parseUnsignedLong(named.substring(TABLE.length()), 16), "The plugin in this process");
            } catch (NumberFormatException e) {
                throw new PjrtException(ErrorCode.INVALID_ARGUMENT, "the plugin '" + named + "' is not an address; " + REMEDY);
            }
        }
        return Plugin.open(file());
    }

    /** The file to load. */
    Path file() {
        String asked = named != null ? named : environment.get("PJRT_PLUGIN_LIBRARY_PATH");
        if (asked != null && !asked.isBlank()) {
            String by = named != null ? PROPERTY : "PJRT_PLUGIN_LIBRARY_PATH";
            Path file = root.resolve(asked);
            if (!Files.exists(file)) {
                throw new PjrtException(ErrorCode.NOT_FOUND, "the plugin " + asked + ", which " + by + " names, does not exist; " + REMEDY);
            }
            return file;
        }
        for (Path p : usual()) {
            if (Files.isRegularFile(p)) {
                return p;
            }
        }
        throw new PjrtException(ErrorCode.NOT_FOUND, "there is no PJRT plugin; " + REMEDY);
    }

    private List<Path> usual() {
        var out = new ArrayList<Path>();
        String library = environment.get("TPU_LIBRARY_PATH");
        if (library != null && !library.isBlank()) {
            out.add(root.resolve(library));
        }
        for (String prefix : new String[] {"VIRTUAL_ENV", "CONDA_PREFIX"}) {
            if (environment.get(prefix) != null) {
                packages(root.resolve(environment.get(prefix)).resolve("lib"), out);
            }
        }
        String home = environment.get("HOME");
        if (home != null) {
            packages(root.resolve(home).resolve(".local/lib"), out);
        }
        packages(root.resolve("usr/local/lib"), out);
        packages(root.resolve("usr/lib"), out);
        out.add(root.resolve("lib/libtpu.so"));
        out.add(root.resolve("usr/lib/libtpu.so"));
        return out;
    }

    /** {@code lib/python3.*}{@code /site-packages/libtpu/libtpu.so}, and Debian's dist-packages. */
    private static void packages(Path lib, List<Path> out) {
        try (DirectoryStream<Path> pythons = Files.newDirectoryStream(lib, "python3*")) {
            for (Path python : pythons) {
                out.add(python.resolve("site-packages/libtpu/libtpu.so"));
                out.add(python.resolve("dist-packages/libtpu/libtpu.so"));
            }
        } catch (IOException e) {
            // No such folder, no Python there.
        }
    }
}
