package dev.jacobi.llvm.natives;

import dev.jacobi.llvm.host.NativesUnavailable;
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
 * Native libraries as {@code build.NativesPacker} has packed them, with the list that says what each must be: in the jar of this class (LLVM), or in an optional one, which is on the class path or lies
 * beside that jar.
 */
public final class NativesBundle {
    private static final String FOLDER = "dev/jacobi/natives/";
    private static final String SUFFIX = ".xz";
    private final String name;
    private final String jar;

    /** What a file must be before it is loaded; the size is in bytes. */
    record Library(String name, long size, String hash) {
    }

    /** What a bundle has for a platform; {@code version} names it. */
    record Content(String version, List<Library> libraries) {
    }

    private NativesBundle(String name, String jar) {
        this.name = name;
        this.jar = jar;
    }

    /** LLVM and what calls it from Java. */
    public static NativesBundle llvm() {
        return new NativesBundle("llvm", null);
    }

    /** The bundle of a name in an optional jar. */
    public static NativesBundle optional(String name, String jar) {
        return new NativesBundle(name, jar);
    }

    /** What it has for a platform, which may be nothing; a sentence when it is not there. */
    Content content(String platform) {
        var known = new Properties();
        try (InputStream in = open(name + ".properties")) {
            if (in == null) {
                throw new NativesUnavailable(jar == null ? "The jar does not say which native libraries belong to it; it is incomplete."
                    : jar + " is neither on the class path nor beside Jacobi's own jar");
            }
            known.load(in);
        } catch (IOException e) {
            throw new NativesUnavailable("The list of native libraries " + name + " cannot be read: " + e.getMessage(), e);
        }
        return new Content(known.getProperty("version"), Stream.of(known.getProperty(platform, "").split(" ")).filter(n -> !n.isEmpty())
            .map(n -> new Library(n, Long.parseLong(known.getProperty(platform + "." + n + ".size")), known.getProperty(platform + "." + n + ".sha256"))).toList());
    }

    /** A library as it was packed. */
    InputStream packed(String platform, Library library) throws IOException {
        InputStream found = open(platform + "/" + library.name() + SUFFIX);
        if (found == null) {
            throw new NativesUnavailable("The jar does not hold " + library.name() + " for " + platform + "; it is incomplete.");
        }
        return found;
    }

    private InputStream open(String file) throws IOException {
        InputStream own = NativesBundle.class.getResourceAsStream("/" + FOLDER + file);
        Path beside = own == null && jar != null ? beside() : null;
        if (beside == null || !Files.isRegularFile(beside)) {
            return own;
        }
        URLConnection connection = new URL("jar:" + beside.toUri() + "!/" + FOLDER + file).openConnection();
        connection.setUseCaches(false);
        return connection.getInputStream();
    }

    private Path beside() {
        try {
            URL own = NativesBundle.class.getProtectionDomain().getCodeSource().getLocation();
            return Path.of(new URI(own.toString())).resolveSibling(jar);
        } catch (URISyntaxException | RuntimeException e) {
            return null; // these classes do not come from a file
        }
    }
}
