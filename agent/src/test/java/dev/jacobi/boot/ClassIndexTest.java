// Where classes stand in a jar: the table that the build adds, and what reads it.
package dev.jacobi.boot;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jacobi.agent.build.JarIndex;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClassIndexTest {
    /** Names with the same hash code, of classes that the jar has and of one that it has not. */
    private static final String ONE = "dev.jacobi.AaAa";
    private static final String OTHER = "dev.jacobi.AaBB";
    private static final String NONE = "dev.jacobi.BBAa";
    @TempDir
    Path folder;
    private Path jar;

    @BeforeEach
    void jar() throws IOException {
        jar = folder.resolve("some.jar");
        add(Map.of("create", "true", "compressionMethod", "STORED"), ONE, "one class");
        add(Map.of("compressionMethod", "STORED"), OTHER, "the other");
        for (int i = 0; i < 40; i++) {
            add(Map.of("compressionMethod", "STORED"), "dev.jacobi.C" + i, "class " + i);
        }
        add(Map.of("compressionMethod", "DEFLATED"), "dev.jacobi.Deflated", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa");
    }

    private void add(Map<String, String> options, String name, String content) throws IOException {
        try (FileSystem files = FileSystems.newFileSystem(jar, options)) {
            Files.createDirectories(files.getPath(path(name)).getParent());
            Files.writeString(files.getPath(path(name)), content);
        }
    }

    private static String path(String name) {
        return name.replace('.', '/') + ".class";
    }

    private static String read(ClassIndex index, String name) throws IOException {
        ByteBuffer b = index.read(name, path(name));
        if (b == null) {
            return null;
        }
        var bytes = new byte[b.remaining()];
        b.get(bytes);
        return new String(bytes);
    }

    @Test
    void classesAreFoundByTheirNames() throws IOException {
        JarIndex.append(jar, Set.of("dev/jacobi/other"), 77);
        try (ZipFile zip = new ZipFile(jar.toFile())) {
            ClassIndex index = ClassIndex.of(zip, jar.toFile());
            assertEquals("one class", read(index, ONE));
            assertEquals("the other", read(index, OTHER));
            assertEquals("class 39", read(index, "dev.jacobi.C39"));
            assertNull(read(index, NONE));
            assertNull(read(index, "dev.jacobi.Deflated"));
            assertNull(read(index, ""));
        }
    }

    /** The packages that the boot loader lacks are known, and what build it is. */
    @Test
    void classesThatStandApartAreTold() throws IOException {
        add(Map.of("compressionMethod", "STORED"), "dev.jacobi.other.Apart", "apart");
        JarIndex.append(jar, Set.of("dev/jacobi/other"), 77);
        try (ZipFile zip = new ZipFile(jar.toFile())) {
            ClassIndex index = ClassIndex.of(zip, jar.toFile());
            assertEquals(77, index.build());
            assertTrue(index.hasApart("dev.jacobi.other.Apart"));
            assertFalse(index.hasApart(ONE));
            assertFalse(index.hasApart(NONE));
            assertFalse(index.hasApart("dev.jacobi.other.Missing"));
            assertEquals("apart", read(index, "dev.jacobi.other.Apart"));
        }
    }

    /** All entries are where they were, and the table is an entry like them. */
    @Test
    void theJarStaysOne() throws IOException {
        byte[] table;
        JarIndex.append(jar, Set.of("dev/jacobi/other"), 77);
        try (ZipFile zip = new ZipFile(jar.toFile()); InputStream in = zip.getInputStream(zip.getEntry(ClassIndex.ENTRY)); InputStream one = zip.getInputStream(zip.getEntry(path(ONE)))) {
            table = in.readAllBytes();
            assertEquals("one class", new String(one.readAllBytes()));
        }
        try (FileSystem files = FileSystems.newFileSystem(jar)) {
            assertArrayEquals(table, Files.readAllBytes(files.getPath(ClassIndex.ENTRY)));
            assertEquals(43 + 1, Files.walk(files.getPath("/")).filter(Files::isRegularFile).count());
        }
    }

    /** Who puts the jar together anew moves its entries; so the table says how long the file was. */
    @Test
    void aJarThatWasChangedHasNoIndex() throws IOException {
        try (ZipFile zip = new ZipFile(jar.toFile())) {
            assertNull(ClassIndex.of(zip, jar.toFile()));
        }
        JarIndex.append(jar, Set.of("dev/jacobi/other"), 77);
        add(Map.of(), "dev.jacobi.Added", "one more");
        try (ZipFile zip = new ZipFile(jar.toFile())) {
            assertNull(ClassIndex.of(zip, jar.toFile()));
        }
    }
}
