package dev.jacobi.jvm;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jacobi.boot.ShortStream;
import dev.jacobi.ir.Module;
import dev.jacobi.ir.text.Parser;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.management.JMException;
import javax.management.ObjectName;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whether the JVM's optimising compiler is asked to leave the compiler's own classes alone. */
class OwnCodeTest {
    private static Module chain(int equations) {
        var text = new StringBuilder("f(x0:f64[]) {\n");
        for (int i = 0; i < equations; i++) {
            text.append("  x").append(i + 1).append(":f64[] = add x").append(i).append(" x").append(i).append('\n');
        }
        return Parser.parseModule(text.append("  return x").append(equations).append("\n}\n").toString());
    }

    private static String command(String name) throws JMException {
        return (String) ManagementFactory.getPlatformMBeanServer().invoke(new ObjectName("com.sun.management:type=DiagnosticCommand"), name, new Object[0], new String[0]);
    }

    /** Other tests of this JVM may have asked for it. */
    @BeforeEach
    void nothingIsAskedFor() throws JMException {
        command("compilerDirectivesClear");
    }

    /** It is asked before a long method is lifted, not when that has been done; the JDK's long classes say nothing about the program. */
    @Test
    void longClassFilesAskForIt() throws JMException {
        var own = new OwnCode(null);
        own.parses("com/acme/Short", 5_000);
        own.parses("java/lang/String", 80_000);
        assertFalse(command("compilerDirectivesPrint").contains("dev/jacobi/"));
        own.parses("com/acme/Generated", 60_000);
        try {
            assertTrue(command("compilerDirectivesPrint").contains("dev/jacobi/lift*.*"));
        } finally {
            command("compilerDirectivesClear");
        }
    }

    /** A class that is parted later is to be left alone in all its parts: every class of the short streams that compilations are full of. */
    @Test
    void allOfTheShortStreamsIsLeftAlone() throws Exception {
        new OwnCode(null).staysUnoptimised();
        try {
            String directives = command("compilerDirectivesPrint");
            var folder = Path.of(ShortStream.class.getProtectionDomain().getCodeSource().getLocation().toURI()).resolve("dev/jacobi/boot");
            try (var files = Files.list(folder)) {
                List<String> names = files.map(f -> f.getFileName().toString().replace(".class", "")).filter(n -> n.contains("Stream")).toList();
                assertTrue(names.contains("ShortStream"), names.toString());
                for (String n : names) {
                    assertTrue(directives.contains("dev/jacobi/boot/" + n.replaceAll("\\$.*", "") + "*.*"), n + " in " + directives);
                }
            }
        } finally {
            command("compilerDirectivesClear");
        }
    }

    @Test
    void allThatIsNamedIsThere() {
        for (String c : OwnCode.CLASSES) {
            String name = c.substring(0, c.length() - 1);
            boolean isClass = Character.isUpperCase(name.charAt(name.lastIndexOf('/') + 1));
            if (isClass && !name.startsWith("dev/jacobi/agent/")) { // where the jar has classes that are made when it is built
                assertTrue(OwnCode.class.getClassLoader().getResource(name + ".class") != null, name);
            }
        }
    }

    @Test
    void longProgramsAskForItAndShortOnesDoNot() throws JMException {
        var own = new OwnCode(null);
        own.compiles(chain(100));
        assertFalse(command("compilerDirectivesPrint").contains("dev/jacobi/"));
        own.compiles(chain(3000));
        try {
            String directives = command("compilerDirectivesPrint");
            assertTrue(directives.contains("dev/jacobi/lift*.*"), directives);
            assertTrue(directives.contains("dev/jacobi/autodiff*.*"), directives);
            assertTrue(directives.contains("java/util/*.*"), directives);
        } finally {
            command("compilerDirectivesClear");
        }
    }
}
