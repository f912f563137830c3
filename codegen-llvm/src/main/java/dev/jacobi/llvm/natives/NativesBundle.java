package dev.jacobi.llvm.natives;

import dev.jacobi.llvm.host.NativesUnavailable;
import dev.jacobi.llvm.host.Platform;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;

/**
 * Native libraries as {@code build.NativesPacker} has packed them, with a list for each platform that says what each must be: in the jar of this class, or in an optional one, which is on the class
 * path or lies beside that jar. LLVM and OpenBLAS for Linux on x86-64 are in the former; LLVM for another platform, and CUDA, are optional.
 */
public final class NativesBundle {
    private static final String FOLDER = "dev/jacobi/natives/";
    private static final String SUFFIX = ".xz";
    private final String name;
    private final String optional;

    /** What a file must be before it is loaded, and in pieces of what length it is packed; sizes are in bytes. */
    record Library(String name, long size, int piece, String hash) {
        int pieces() {
            return Math.toIntExact((size + piece - 1) / piece);
        }

        long pieceSize(int number) {
            return Math.min(piece, size - (long) number * piece);
        }
    }

    /** What a bundle has for a platform; {@code version} names it. */
    record Content(String version, List<Library> libraries) {
    }

    private NativesBundle(String name, String optional) {
        this.name = name;
        this.optional = optional;
    }

    /** LLVM and what calls it from Java. */
    public static NativesBundle llvm() {
        return new NativesBundle("llvm", null);
    }

    /** OpenBLAS, with LAPACK, and what it needs. */
    public static NativesBundle openblas() {
        return new NativesBundle("openblas", null);
    }

    /** The bundle of a name in an optional jar. */
    public static NativesBundle optional(String name, String jar) {
        return new NativesBundle(name, jar);
    }

    /** What it has for a platform; a sentence when it is not there. */
    Content content(Platform platform) {
        var known = new Properties();
        try (InputStream in = open(platform, name + ".properties")) {
            if (in == null) {
                throw new NativesUnavailable(missing(platform));
            }
            known.load(in);
        } catch (IOException e) {
            throw new NativesUnavailable("The list of native libraries " + name + " cannot be read: " + e.getMessage(), e);
        }
        if (known.getProperty("piece") == null) {
            throw new NativesUnavailable("The native libraries " + name + " are packed for an older version of Jacobi; replace " + jar(platform) + " by that of this version.");
        }
        int piece = Integer.parseInt(known.getProperty("piece"));
        return new Content(known.getProperty("version"), Stream.of(known.getProperty("libraries").split(" "))
            .map(n -> new Library(n, Long.parseLong(known.getProperty(n + ".size")), piece, known.getProperty(n + ".sha256"))).toList());
    }

    private String missing(Platform platform) {
        String nowhere = " is neither on the class path nor beside Jacobi's own jar";
        if (optional != null) {
            return optional + " with libraries for " + platform.label() + nowhere;
        }
        return platform.isPacked() ? "Jacobi's own jar has no native code for " + platform.label() + "; it is incomplete."
            : "The native code for " + platform.label() + " is missing: " + jar(platform) + nowhere + ".";
    }

    /** A piece of a library as it was packed. */
    InputStream packed(Platform platform, Library library, int piece) throws IOException {
        InputStream found = open(platform, library.name() + "." + piece + SUFFIX);
        if (found == null) {
            throw new NativesUnavailable("The jar does not hold " + library.name() + " for " + platform.label() + "; it is incomplete.");
        }
        return found;
    }

    private String jar(Platform platform) {
        return optional == null ? "jacobi-natives-" + platform.label() + ".jar" : optional;
    }

    private InputStream open(Platform platform, String file) throws IOException {
        String path = FOLDER + platform.label() + "/" + file;
        InputStream own = NativesBundle.class.getResourceAsStream("/" + path);
        Path beside = own == null ? beside(jar(platform)) : null;
        if (beside == null || !Files.isRegularFile(beside)) {
            return own;
        }
        URLConnection connection = new URL("jar:" + beside.toUri() + "!/" + path).openConnection();
        connection.setUseCaches(false);
        try {
            return connection.getInputStream();
        } catch (FileNotFoundException e) {
            return null; // it is that of another platform
        }
    }

    private static Path beside(String jar) {
        try {
            URL own = NativesBundle.class.getProtectionDomain().getCodeSource().getLocation();
            return Path.of(new URI(own.toString())).resolveSibling(jar);
        } catch (URISyntaxException | RuntimeException e) {
            return null; // these classes do not come from a file
        }
    }
}
