package dev.jacobi.classes;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files of classes are read where they stand, without connections to jars, and as their loaders have them. */
class ClassFilesTest {
    @TempDir
    Path folder;

    private Path jar(String name, String... entriesAndTexts) throws IOException {
        Path jar = folder.resolve(name);
        var manifest = new Manifest(new ByteArrayInputStream("Manifest-Version: 1.0\nMulti-Release: true\n".getBytes(StandardCharsets.US_ASCII)));
        try (var out = new JarOutputStream(Files.newOutputStream(jar), manifest)) {
            for (int i = 0; i < entriesAndTexts.length; i += 2) {
                out.putNextEntry(new JarEntry(entriesAndTexts[i]));
                out.write(entriesAndTexts[i + 1].getBytes(StandardCharsets.US_ASCII));
            }
        }
        return jar;
    }

    private static String read(ClassLoader loader, String name) throws IOException {
        byte[] b = ClassFiles.read(loader, name);
        return b == null ? null : new String(b, StandardCharsets.US_ASCII);
    }

    private static long open(Path file) throws IOException {
        long n = 0;
        try (DirectoryStream<Path> all = Files.newDirectoryStream(Path.of("/proc/self/fd"))) {
            for (Path fd : all) {
                try {
                    n += Files.readSymbolicLink(fd).equals(file.toRealPath()) ? 1 : 0;
                } catch (IOException e) {
                    // It was the folder that is being listed.
                    continue;
                }
            }
        }
        return n;
    }

    /** Says where its classes are, as loaders of application servers do. */
    private static final class Pointing extends ClassLoader {
        private final String place;

        Pointing(String place) {
            super(null);
            this.place = place;
        }

        @Override
        protected URL findResource(String name) {
            try {
                return URI.create(place + name).toURL();
            } catch (MalformedURLException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    @Test
    void anEntryOfAJarIsReadWithoutKeepingTheJarOpen() throws IOException {
        Path jar = jar("a b%c+d.jar", "p/A.class", "one");
        assertEquals("one", read(new Pointing("jar:" + jar.toUri() + "!/"), "p/A"));
        assertEquals(0, open(jar));
    }

    @Test
    void aFileOfAFolderIsRead() throws IOException {
        Files.createDirectories(folder.resolve("x y/p"));
        Files.writeString(folder.resolve("x y/p/A.class"), "two");
        try (var loader = new URLClassLoader(new URL[] {folder.resolve("x y").toUri().toURL()}, null)) {
            assertEquals("two", read(loader, "p/A"));
            assertNull(read(loader, "p/B"));
        }
        assertNull(ClassFiles.direct(folder.resolve("nowhere").toUri().toURL()));
    }

    @Test
    void theVersionOfTheRunningJdkIsRead() throws IOException {
        Path jar = jar("versions.jar", "p/A.class", "old", "META-INF/versions/11/p/A.class", "new");
        try (var loader = new URLClassLoader(new URL[] {jar.toUri().toURL()}, null)) {
            assertEquals("new", read(loader, "p/A"));
        }
    }

    @Test
    void aLoaderThatGivesOtherStreamsIsAsked() throws IOException {
        Path jar = jar("other.jar", "p/A.class", "stored");
        var loader = new URLClassLoader(new URL[] {jar.toUri().toURL()}, null) {
            @Override
            public InputStream getResourceAsStream(String name) {
                return new ByteArrayInputStream(("made for " + name).getBytes(StandardCharsets.US_ASCII));
            }
        };
        try (loader) {
            assertEquals("made for p/A.class", read(loader, "p/A"));
        }
    }

    @Test
    void theClassPathsOwnClassesAreRead() throws IOException {
        String name = ClassFilesTest.class.getName().replace('.', '/');
        try (InputStream in = ClassFilesTest.class.getResourceAsStream("/" + name + ".class")) {
            assertArrayEquals(in.readAllBytes(), ClassFiles.read(null, name));
        }
        assertNull(ClassFiles.direct(Object.class.getResource("Object.class")), "the JDK's are in no jar");
        assertArrayEquals(ClassFiles.asked(null, "java/lang/Object.class"), ClassFiles.read(null, "java/lang/Object"));
    }
}
