package dev.jacobi.llvm.natives;

import dev.jacobi.llvm.host.Checksum;
import dev.jacobi.llvm.host.FileFailure;
import dev.jacobi.llvm.host.NativesUnavailable;
import dev.jacobi.llvm.host.Platform;
import dev.jacobi.llvm.host.PrivateFolder;
import dev.jacobi.llvm.natives.NativesBundle.Library;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The native libraries on disk: taken out of the jar once per user and version into a folder that only the user can write, and
 * checked by size and SHA-256 before use. A verified file is remembered by its inode and times, so that later starts need not hash
 * it again. Several JVMs may do this at once: each writes temporary files of its own and renames them.
 */
public final class Natives {
    private static final String LLVM = "libLLVM.so";
    /** Pieces of other processes may be damaged, or go while they are read, and files be replaced; after that the jar is at fault. */
    private static final int TRIES = 3;
    /** Unpacking a piece takes a second, or several where many do it at once. */
    private static final Duration ABANDONED = Duration.ofMinutes(10);
    private final List<Path> roots;
    private final AtomicReference<String> notice = new AtomicReference<>();

    /** A folder with the libraries, each whole and as it was built. */
    public record Installed(Path folder) {
        /** LLVM itself; the others are between it and Java. */
        public Path llvm() {
            return folder.resolve(LLVM);
        }
    }

    private Natives(List<Path> roots) {
        this.roots = roots.stream().map(Path::toAbsolutePath).toList();
    }

    /** Libraries below the given folder, which is made when it does not exist. */
    public static Natives in(Path folder) {
        return new Natives(List.of(folder));
    }

    /** Libraries below the first of these folders that will do. */
    public static Natives inFirstOf(List<Path> folders) {
        return new Natives(folders);
    }

    /**
     * Libraries in the user's cache: {@code $XDG_CACHE_HOME/jacobi/natives} or {@code ~/.cache/jacobi/natives}. Where that cannot be written,
     * or lies below a folder that others can change, in a private folder below the one for temporary files.
     */
    public static Natives inUserCache() {
        Path cache = userCache(System.getenv("XDG_CACHE_HOME"), System.getProperty("user.home"));
        return inFirstOf(List.of(cache, Path.of(System.getProperty("java.io.tmpdir"), "jacobi-" + System.getProperty("user.name").replace('/', '_'), "natives")));
    }

    static Path userCache(String xdg, String home) {
        // the XDG specification says that a relative path is to be ignored
        if (xdg != null && Path.of(xdg).isAbsolute()) {
            return Path.of(xdg, "jacobi", "natives");
        }
        if (home == null || !Path.of(home).isAbsolute()) {
            throw new NativesUnavailable("The user has no home folder to keep the native libraries in; name a folder with the option natives=FOLDER.");
        }
        return Path.of(home, ".cache", "jacobi", "natives");
    }

    /** Makes sure that LLVM's libraries are there and whole; otherwise a sentence that says why not. */
    public Installed install() {
        return install(NativesBundle.llvm());
    }

    /** The same for any libraries. */
    public Installed install(NativesBundle bundle) {
        Platform platform = Platform.host();
        NativesBundle.Content content = bundle.content(platform);
        String all = Checksum.of(content.libraries().stream().map(Library::hash).toArray(String[]::new));
        NativesUnavailable first = null;
        for (Path root : roots) {
            try {
                Installed installed = install(root.resolve(content.version() + "-" + all.substring(0, 12)), bundle, platform, content.libraries());
                if (first != null) {
                    notice.set("The native libraries are kept in " + root + ". " + first.getMessage());
                }
                return installed;
            } catch (NativesUnavailable e) {
                first = first == null ? e : first;
            }
        }
        throw first;
    }

    /** Why the libraries are not in the folder where they are usually kept, once; null when there is nothing to say. */
    public String notice() {
        return notice.getAndSet(null);
    }

    private static Installed install(Path path, NativesBundle bundle, Platform platform, List<Library> libraries) {
        try {
            PrivateFolder folder = PrivateFolder.open(path, "natives");
            folder.dropTemporary(ABANDONED);
            for (Library l : libraries) {
                put(new Extraction(folder, bundle, platform, l));
            }
            // now that the libraries are whole, nobody needs what a process left that began when they were not
            folder.drop(name -> name.contains(Extraction.PIECE), ABANDONED);
            return new Installed(folder.path());
        } catch (IOException e) {
            throw new NativesUnavailable("The native libraries cannot be kept in " + path + " (" + FileFailure.of(e)
                + "); name another folder with the option natives=FOLDER.", e);
        }
    }

    private static void put(Extraction extraction) throws IOException {
        PrivateFolder folder = extraction.folder();
        Library library = extraction.library();
        Path file = folder.file(library.name());
        for (int tries = 0; !trusted(folder, file, library); tries++) {
            if (tries == TRIES) {
                throw new NativesUnavailable("The library " + library.name() + " on the class path is not the one this version was built with.");
            }
            if (extraction.to(file, tries > 0)) {
                folder.write(checked(file), stamp(file, library.hash()));
            }
        }
    }

    /** True when the file is what was built: by its remembered inode and times, or by hashing it (and remembering that). */
    private static boolean trusted(PrivateFolder folder, Path file, Library library) throws IOException {
        if (!folder.holds(file) || Files.size(file) != library.size()) {
            return false;
        }
        Path checked = checked(file);
        if (folder.holds(checked) && Arrays.equals(Files.readAllBytes(checked), stamp(file, library.hash()))) {
            return true;
        }
        if (!Extraction.hash(file).equals(library.hash())) {
            return false;
        }
        folder.write(checked, stamp(file, library.hash()));
        return true;
    }

    private static Path checked(Path file) {
        return file.resolveSibling(file.getFileName() + ".checked");
    }

    /** What changes when a file is replaced or written; the change time cannot be set back by a program. */
    private static byte[] stamp(Path file, String hash) throws IOException {
        Map<String, Object> a = Files.readAttributes(file, "unix:ino,dev,size,lastModifiedTime,ctime,uid", LinkOption.NOFOLLOW_LINKS);
        return (a.get("dev") + ":" + a.get("ino") + " " + a.get("size") + " " + a.get("lastModifiedTime") + " " + a.get("ctime") + " "
            + a.get("uid") + " " + hash).getBytes(StandardCharsets.US_ASCII);
    }
}
