package dev.jacobi.agent;

import dev.jacobi.classes.ClassFiles;
import java.io.IOException;
import net.bytebuddy.agent.builder.AgentBuilder;
import net.bytebuddy.dynamic.ClassFileLocator;
import net.bytebuddy.pool.TypePool;
import net.bytebuddy.utility.AsmClassReader;
import net.bytebuddy.utility.JavaModule;
import org.objectweb.asm.AnnotationVisitor;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.FieldVisitor;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.RecordComponentVisitor;
import org.objectweb.asm.TypePath;

/**
 * How Byte Buddy gets to know the program's classes: by their files as resources of the loaders, as no class may be loaded while another is being defined, and with ASM
 * itself, which may read newer class files than Byte Buddy knows.
 */
final class ProgramClasses implements AgentBuilder.LocationStrategy, AgentBuilder.PoolStrategy {
    @Override
    public ClassFileLocator classFileLocator(ClassLoader loader, JavaModule module) {
        return files(loader);
    }

    /** The files of the classes that a loader has. */
    static ClassFileLocator files(ClassLoader loader) {
        return new ClassFileLocator() {
            @Override
            public Resolution locate(String name) throws IOException {
                byte[] file = ClassFiles.read(loader, name.replace('.', '/'));
                return file == null ? new Resolution.Illegal(name) : new Resolution.Explicit(file);
            }

            @Override
            public void close() {
                // nothing is open
            }
        };
    }

    @Override
    public TypePool typePool(ClassFileLocator files, ClassLoader loader) {
        return pool(files);
    }

    @Override
    public TypePool typePool(ClassFileLocator files, ClassLoader loader, String name) {
        return pool(files);
    }

    /** Descriptions of classes, each read from its file when it is first asked for more than the name. */
    static TypePool pool(ClassFileLocator files) {
        return new TypePool.Default.WithLazyResolution(new Found(), files, TypePool.Default.ReaderMode.FAST, new Reading(true));
    }

    /** Keeps the descriptions of classes that are there. With one that is not, the types of arrays of it would have no descriptor any more. */
    private static final class Found extends TypePool.CacheProvider.Simple {
        @Override
        public TypePool.Resolution register(String name, TypePool.Resolution resolution) {
            return resolution.isResolved() ? super.register(name, resolution) : resolution;
        }
    }

    /** Reads a class as it is, or without what an obfuscator may have left in disorder and a description here does not need: generic signatures and annotations of types. */
    record Reading(boolean raw) implements AsmClassReader.Factory {
        @Override
        public AsmClassReader make(byte[] file) {
            ClassReader reader = new ClassReader(file);
            return new AsmClassReader.ForAsm(reader) {
                @Override
                public void accept(ClassVisitor visitor, int flags) {
                    super.accept(raw ? new Raw(visitor) : visitor, flags);
                }
            };
        }

        @Override
        public AsmClassReader make(byte[] file, boolean experimental) {
            return make(file);
        }
    }

    private static final class Raw extends ClassVisitor {
        Raw(ClassVisitor to) {
            super(Opcodes.ASM9, to);
        }

        @Override
        public void visit(int version, int access, String name, String signature, String superName, String[] interfaces) {
            super.visit(version, access, name, null, superName, interfaces);
        }

        @Override
        public AnnotationVisitor visitTypeAnnotation(int reference, TypePath path, String desc, boolean visible) {
            return null;
        }

        @Override
        public RecordComponentVisitor visitRecordComponent(String name, String desc, String signature) {
            return null;
        }

        @Override
        public FieldVisitor visitField(int access, String name, String desc, String signature, Object value) {
            FieldVisitor to = super.visitField(access, name, desc, null, value);
            return to == null ? null : new FieldVisitor(Opcodes.ASM9, to) {
                @Override
                public AnnotationVisitor visitTypeAnnotation(int reference, TypePath path, String desc, boolean visible) {
                    return null;
                }
            };
        }

        @Override
        public MethodVisitor visitMethod(int access, String name, String desc, String signature, String[] exceptions) {
            MethodVisitor to = super.visitMethod(access, name, desc, null, exceptions);
            return to == null ? null : new MethodVisitor(Opcodes.ASM9, to) {
                @Override
                public AnnotationVisitor visitTypeAnnotation(int reference, TypePath path, String desc, boolean visible) {
                    return null;
                }
            };
        }
    }
}
