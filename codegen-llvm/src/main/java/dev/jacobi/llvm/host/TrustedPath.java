package dev.jacobi.llvm.host;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Set;

/**
 * The way from the root of the file system to a folder, on which nothing can be exchanged by another user.
 *
 * <p>Whoever may write to a folder can rename what lies in it and put something else in its place, however private that is. So every
 * folder on the way has to belong to this user or to root, and others must not be able to write to it, unless it is sticky (as
 * {@code /tmp} is): then they cannot touch what belongs to someone else. Symbolic links are followed here, step by step, with the
 * same demands on the folders they lie in and lead through; the path that comes out has none, so that what is opened by it later lies
 * in the very folders that were looked at. Missing folders are made, readable for the user only, and only where the way up to there is sound.
 */
final class TrustedPath {
    private static final FileAttribute<Set<PosixFilePermission>> PRIVATE =
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
    private static final int WRITABLE_BY_OTHERS = 0022;
    private static final int STICKY = 01000;
    private static final int MOST_LINKS = 40;
    private final Path asked;
    private final String instead;
    private final Owners owners;
    private final Deque<Path> names = new ArrayDeque<>();
    private Path at;
    private boolean shared;
    private int links;

    /** Whose files are as good as this user's own. */
    private record Owners(Object me, Object ofRoot) {
        static Owners now() throws IOException {
            // Where user identities are mapped, as in some containers, root has another number outside; it is the owner of "/".
            return new Owners(Files.getAttribute(Path.of("/proc/self"), "unix:uid"), Files.getAttribute(Path.of("/"), "unix:uid"));
        }

        boolean trusted(Object uid) {
            return uid.equals(me) || uid.equals(0) || uid.equals(ofRoot);
        }
    }

    private TrustedPath(Path asked, String option) throws IOException {
        this.asked = asked;
        this.instead = " name another folder with the option " + option + "=FOLDER.";
        this.owners = Owners.now();
    }

    /**
     * The folder's path without links, once it is certain that only this user can change what is in it and nobody else can exchange it;
     * a sentence when it is not. {@code option} is what the user may set to name another folder.
     */
    static Path of(Path folder, String option) throws IOException {
        return new TrustedPath(folder.toAbsolutePath(), option).walk();
    }

    /** Whether a regular file in such a folder, no link, is this user's or root's and nobody else may write to it. */
    static boolean isTrustedFile(Path file) throws IOException {
        Map<String, Object> a;
        try {
            a = look(file);
        } catch (NoSuchFileException e) {
            return false;
        }
        return (boolean) a.get("isRegularFile") && Owners.now().trusted(a.get("uid")) && ((int) a.get("mode") & WRITABLE_BY_OTHERS) == 0;
    }

    private static Map<String, Object> look(Path path) throws IOException {
        return Files.readAttributes(path, "unix:uid,mode,isSymbolicLink,isDirectory,isRegularFile", LinkOption.NOFOLLOW_LINKS);
    }

    private Path walk() throws IOException {
        enter(asked.getRoot(), look(asked.getRoot()));
        follow(asked);
        while (!names.isEmpty()) {
            Path name = names.pop();
            if (name.toString().equals("..")) {
                Path up = at.getParent() == null ? at : at.getParent();
                enter(up, look(up));
            } else if (!name.toString().isEmpty() && !name.toString().equals(".")) {
                step(at.resolve(name));
            }
        }
        privateFolder(look(at));
        return at;
    }

    private void follow(Path path) {
        for (int i = path.getNameCount() - 1; i >= 0; i--) {
            names.push(path.getName(i));
        }
    }

    private void step(Path next) throws IOException {
        Map<String, Object> a;
        try {
            a = look(next);
        } catch (NoSuchFileException e) {
            a = make(next);
        }
        if ((boolean) a.get("isSymbolicLink")) {
            if (shared && !owners.trusted(a.get("uid"))) {
                throw new NativesUnavailable("The link " + next + " was made by another user, so no native code is loaded from where it leads;" + instead);
            }
            if (++links > MOST_LINKS) {
                throw new FileSystemLoopException(asked.toString());
            }
            Path target = Files.readSymbolicLink(next);
            if (target.isAbsolute()) {
                enter(target.getRoot(), look(target.getRoot()));
            }
            follow(target);
        } else if ((boolean) a.get("isDirectory")) {
            enter(next, a);
        } else {
            throw new FileAlreadyExistsException(next.toString());
        }
    }

    private static Map<String, Object> make(Path folder) throws IOException {
        try {
            Files.createDirectory(folder, PRIVATE);
        } catch (FileAlreadyExistsException e) {
            // another process made it meanwhile: it is looked at as any other
        }
        return look(folder);
    }

    /** Goes on from a folder, which need not be private as long as nobody else can exchange what is in it. */
    private void enter(Path folder, Map<String, Object> a) {
        boolean open = ((int) a.get("mode") & WRITABLE_BY_OTHERS) != 0;
        boolean last = names.isEmpty() && at != null;
        if (!last && !owners.trusted(a.get("uid"))) {
            throw new NativesUnavailable("The folder " + folder + ", through which the path " + asked + " leads, belongs to another user, who could"
                + " put other code there, so no native code is loaded from it;" + instead);
        }
        if (!last && open && ((int) a.get("mode") & STICKY) == 0) {
            throw new NativesUnavailable("The folder " + folder + " lets other users replace what is in it, so no native code is loaded from there;" + instead);
        }
        shared = open;
        at = folder;
    }

    private void privateFolder(Map<String, Object> a) {
        if (!owners.me().equals(a.get("uid"))) {
            throw new NativesUnavailable("The folder " + at + " belongs to another user, so no native code is loaded from it;" + instead);
        }
        if (((int) a.get("mode") & WRITABLE_BY_OTHERS) != 0) {
            throw new NativesUnavailable("The folder " + at + " can be changed by other users, so no native code is loaded from it;"
                + " make it private (chmod 700) or" + instead);
        }
    }
}
