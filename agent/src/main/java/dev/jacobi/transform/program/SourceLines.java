package dev.jacobi.transform.program;

import dev.jacobi.classes.ClassFiles;
import dev.jacobi.lift.request.ClassSource;
import dev.jacobi.lift.request.ValueTree;
import dev.jacobi.report.Printable;
import java.io.IOException;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** Where a function's body is in the source. */
public final class SourceLines {
    private SourceLines() {
    }

    /** {@code Class.method:line} of the first line, without the line when that is not known. */
    public static String of(ClassSource classes, ValueTree.Fun f) {
        return of(classes.bytes(f.owner()), f.owner(), f.name(), f.desc());
    }

    /** As above, for a method of a class of that loader. */
    public static String of(ClassLoader loader, String owner, String method, String desc) {
        try {
            return of(loader == null ? null : ClassFiles.read(loader, owner), owner, method, desc);
        } catch (IOException e) {
            return of((byte[]) null, owner, method, desc);
        }
    }

    private static String of(byte[] bytes, String owner, String method, String methodDesc) {
        String name = Printable.of(owner.replace('/', '.') + "." + method);
        int[] line = {0};
        if (bytes != null) {
            new ClassReader(bytes).accept(new ClassVisitor(Opcodes.ASM9) {
                @Override
                public MethodVisitor visitMethod(int access, String n, String desc, String signature, String[] exceptions) {
                    return !n.equals(method) || !desc.equals(methodDesc) ? null : new MethodVisitor(Opcodes.ASM9) {
                        @Override
                        public void visitLineNumber(int number, Label start) {
                            line[0] = line[0] == 0 ? number : line[0];
                        }
                    };
                }
            }, ClassReader.SKIP_FRAMES);
        }
        return line[0] == 0 ? name : name + ":" + line[0];
    }
}
