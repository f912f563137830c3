package dev.jacobi.llvm.build;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.tukaani.xz.ARM64Options;
import org.tukaani.xz.FilterOptions;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.X86Options;
import org.tukaani.xz.XZOutputStream;

/**
 * A step of building this module: packs native libraries as xz into the jar, with a list that says what each must be before it is loaded ({@code natives.NativesBundle} reads both). A file is
 * cut into pieces that are packed, and unpacked, at the same time; each is a file, {@code NAME.NUMBER.xz}. Done again only when a library is newer than what was made of it.
 */
public final class NativesPacker {
    private static final int PIECE = 16 << 20;
    /** Of 0 to 9. Higher ones take several times as long for a twentieth. */
    private static final int PRESET = 1;

    private NativesPacker() {
    }

    /** {@code NativesPacker NAME VERSION PLATFORM FROM TO}: all files {@code lib*.so} and {@code lib*.so.N} below a folder, in the order of their names, into {@code TO/PLATFORM}, with a list {@code NAME.properties}. */
    public static void main(String[] args) throws IOException, NoSuchAlgorithmException {
        String platform = args[2];
        Path to = Files.createDirectories(Path.of(args[4], platform));
        Path list = to.resolve(args[0] + ".properties");
        List<Path> libraries;
        try (var all = Files.walk(Path.of(args[3]))) {
            libraries = all.filter(p -> p.getFileName().toString().matches("lib.*\\.so(\\.\\d+)?")).sorted(Comparator.comparing(p -> p.getFileName().toString())).toList();
        }
        if (libraries.isEmpty()) {
            throw new IOException("There are no native libraries below " + args[3] + ".");
        }
        if (isDone(libraries, to, list)) {
            return;
        }
        System.out.println("Packing " + libraries.size() + " native libraries of " + args[0] + " for " + platform + " (once; up to 10 seconds).");
        var lines = new ArrayList<String>();
        lines.add("# The native libraries of this version: what a file must be before it is loaded.");
        lines.add("version = " + args[0] + "-" + args[1]);
        lines.add("piece = " + PIECE);
        lines.add("libraries = " + String.join(" ", libraries.stream().map(p -> p.getFileName().toString()).toList()));
        for (Path library : libraries) {
            byte[] content = Files.readAllBytes(library);
            String name = library.getFileName().toString();
            pack(content, platform, to, name);
            lines.add(name + ".size = " + content.length);
            lines.add(name + ".sha256 = " + HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content)));
        }
        for (Path other : others(libraries, to)) {
            Files.delete(other);
        }
        Files.write(list, lines);
    }

    private static boolean isDone(List<Path> libraries, Path to, Path list) throws IOException {
        // the list is written when all pieces are
        boolean done = Files.exists(list) && Files.readAllLines(list).contains("piece = " + PIECE) && others(libraries, to).isEmpty() && packed(libraries, to).stream().allMatch(Files::exists);
        for (Path l : libraries) {
            done = done && Files.getLastModifiedTime(list).compareTo(Files.getLastModifiedTime(l)) >= 0;
        }
        return done;
    }

    /** Files of these libraries that are none of their pieces, as an earlier build has left them. */
    private static List<Path> others(List<Path> libraries, Path to) throws IOException {
        String names = libraries.stream().map(l -> Pattern.quote(l.getFileName().toString())).collect(Collectors.joining("|"));
        Set<Path> pieces = packed(libraries, to);
        try (var files = Files.list(to)) {
            return files.filter(f -> f.getFileName().toString().matches("(" + names + ")(\\.\\d+)?\\.xz") && !pieces.contains(f)).toList();
        }
    }

    private static Set<Path> packed(List<Path> libraries, Path to) throws IOException {
        Set<Path> all = new HashSet<>();
        for (Path l : libraries) {
            IntStream.range(0, pieces(Files.size(l))).forEach(i -> all.add(packed(to, l.getFileName().toString(), i)));
        }
        return all;
    }

    private static int pieces(long size) {
        return Math.toIntExact((size + PIECE - 1) / PIECE);
    }

    private static Path packed(Path to, String library, int piece) {
        return to.resolve(library + "." + piece + ".xz");
    }

    private static void pack(byte[] content, String platform, Path to, String library) {
        FilterOptions jumps = platform.endsWith("arm64") ? new ARM64Options() : new X86Options();
        IntStream.range(0, pieces(content.length)).parallel().forEach(i -> {
            try (var xz = new XZOutputStream(Files.newOutputStream(packed(to, library, i)), new FilterOptions[] {jumps, new LZMA2Options(PRESET)})) {
                xz.write(content, i * PIECE, Math.min(PIECE, content.length - i * PIECE));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }
}
