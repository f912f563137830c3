// Reads class files from where classes were loaded, and from nowhere else.
package dev.jacobi.classes;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * Class files as resources of class loaders. {@code ClassLoader.getResourceAsStream} opens each jar once more, for good, and checks the signatures of all that a signed
 * jar has: for a large one that is more work, and more memory that stays, than all else that is done for a method. Entries are read as they stand in the file instead;
 * who needs to know whether they are what the JVM was given compares them.
 */
public final class ClassFiles {
    private static final String JAR = "jar:";
    private static final String INSIDE = "!/";

    private ClassFiles() {
    }

    /** The file of a class that the loader has (null: the one of the class path), by its internal name; null when it has none. Throws what the loader throws. */
    public static byte[] read(ClassLoader loader, String internalName) throws IOException {
        String path = internalName + ".class";
        byte[] direct = isPlain(loader) ? direct(loader == null ? ClassLoader.getSystemResource(path) : loader.getResource(path)) : null;
        return direct != null ? direct : asked(loader, path);
    }

    /** Whether the loader's streams are what stands at the places that it gives, as the JDK has it. */
    private static boolean isPlain(ClassLoader loader) {
        try {
            Class<?> gives = loader == null ? ClassLoader.class : loader.getClass().getMethod("getResourceAsStream", String.class).getDeclaringClass();
            return gives == ClassLoader.class || gives == URLClassLoader.class;
        } catch (NoSuchMethodException | LinkageError e) {
            return false;
        }
    }

    /** What the loader itself gives for a path; null when it has nothing. */
    static byte[] asked(ClassLoader loader, String path) throws IOException {
        try (InputStream in = loader == null ? ClassLoader.getSystemResourceAsStream(path) : loader.getResourceAsStream(path)) {
            return in == null ? null : in.readAllBytes();
        }
    }

    /** The contents of a file, or of an entry of a jar that is a file; null where a place is neither. */
    static byte[] direct(URL place) {
        try {
            if (place == null) {
                return null;
            }
            if (place.getProtocol().equals("file")) {
                return Files.readAllBytes(Path.of(place.toURI()));
            }
            String text = place.toString();
            int at = text.indexOf(INSIDE);
            if (!text.startsWith(JAR + "file:") || place.getRef() != null || at < 0 || at != text.lastIndexOf(INSIDE)) {
                return null;
            }
            return entry(Path.of(new URI(text.substring(JAR.length(), at))), new URI(text.substring(at + 1)).getPath().substring(1));
        } catch (IOException | URISyntaxException | IllegalArgumentException | FileSystemNotFoundException | SecurityException e) {
            return null;
        }
    }

    /** The JVM has the jar open, so that its directory is not read again. */
    private static byte[] entry(Path jar, String name) throws IOException {
        try (ZipFile zip = new ZipFile(jar.toFile())) {
            ZipEntry e = zip.getEntry(name);
            if (e == null) {
                return null;
            }
            try (InputStream in = zip.getInputStream(e)) {
                return in.readAllBytes();
            }
        }
    }
}
