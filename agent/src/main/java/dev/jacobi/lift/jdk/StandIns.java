package dev.jacobi.lift.jdk;

import dev.jacobi.lift.jdk.stream.StreamModels;
import dev.jacobi.lift.request.ClassSource;
import dev.jacobi.lift.request.ForwardingClassSource;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** Classes of Jacobi's own that are lifted in place of the JDK's, or of what a program calls of Jacobi. */
public final class StandIns {
    private static final String HERE = StandIns.class.getPackageName().replace('.', '/') + "/";
    /** What stands in place of calls of the public interface that make no function. */
    public static final String INLINE = "dev/jacobi/JacobiFunctionInline";

    private StandIns() {
    }

    /** The classes of the program, and those of our own that stand in for the JDK's. */
    public static ClassSource over(ClassSource classes) {
        return new ForwardingClassSource(classes) {
            @Override
            public byte[] bytes(String internalName) {
                return isOwn(internalName) ? ownBytes(internalName) : classes.bytes(internalName);
            }

            @Override
            public void parses(String internalName, int bytes) {
                if (!isOwn(internalName)) {
                    classes.parses(internalName, bytes);
                }
            }

            @Override
            public boolean changed(String internalName) {
                return !isOwn(internalName) && classes.changed(internalName);
            }

            @Override
            public boolean initialised(String owner) {
                return isOwn(owner) || classes.initialised(owner);
            }
        };
    }

    /** Whether a class is one of those. */
    public static boolean isOwn(String name) {
        return name.startsWith(HERE) && (Models.ALL.contains(name) || name.startsWith(CodePoints.NAME) || name.startsWith(FunctionEntry.NAME) || ContainerModels.is(name) || StreamModels.is(name));
    }

    private static byte[] ownBytes(String name) {
        try (InputStream in = Models.class.getResourceAsStream("/" + name + ".class")) {
            return in == null ? null : in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether a class is the JDK's. */
    public static boolean isJdk(String name) {
        return name.startsWith("java/") || name.startsWith("jdk/") || name.startsWith("sun/");
    }

    /** Whether a class is the one that stands in place of calls of the public interface. */
    public static boolean isInline(String name) {
        return name.equals(INLINE);
    }
}
