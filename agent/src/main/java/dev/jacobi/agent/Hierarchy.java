package dev.jacobi.agent;

import dev.jacobi.classes.ClassFiles;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Opcodes;

/** A class writer that finds common super classes in class files as resources: no class is loaded while another is being defined. */
final class Hierarchy extends ClassWriter {
    private static final String OBJECT = "java/lang/Object";
    private final ClassLoader loader;
    private final ClassReader self;

    Hierarchy(ClassReader self, ClassLoader loader, int flags) {
        super((flags & COMPUTE_FRAMES) != 0 ? null : self, flags);
        this.self = self;
        this.loader = loader;
    }

    @Override
    protected String getCommonSuperClass(String a, String b) {
        List<String> ancestors = new ArrayList<>();
        for (String c = a; c != null; c = parent(c)) {
            ancestors.add(c);
        }
        for (String c = b; c != null; c = parent(c)) {
            if (ancestors.contains(c)) {
                return c;
            }
        }
        return OBJECT;
    }

    /** The super class; Object for interfaces and for what cannot be read; null above Object. */
    private String parent(String name) {
        if (name.equals(OBJECT)) {
            return null;
        }
        if (name.equals(self.getClassName())) {
            return (self.getAccess() & Opcodes.ACC_INTERFACE) != 0 ? OBJECT : self.getSuperName();
        }
        try {
            byte[] file = ClassFiles.read(loader, name);
            ClassReader r = file == null ? null : new ClassReader(file);
            return r == null || (r.getAccess() & Opcodes.ACC_INTERFACE) != 0 ? OBJECT : r.getSuperName();
        } catch (IOException | RuntimeException e) {
            return OBJECT;
        }
    }
}
