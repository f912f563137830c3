package dev.jacobi.agent.build;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Map;
import java.util.TreeMap;
import org.objectweb.asm.Type;

/** A functional interface and its methods by name and descriptor; true for those that have code. */
record Faces(Type face, Map<String, Boolean> methods) {
    static Map<String, Boolean> methods(String face) {
        try {
            Map<String, Boolean> found = new TreeMap<>();
            for (Method m : Class.forName(face.replace('/', '.'), false, Faces.class.getClassLoader()).getMethods()) {
                if (!Modifier.isStatic(m.getModifiers())) {
                    found.merge(m.getName() + Type.getMethodDescriptor(m), m.isDefault(), Boolean::logicalOr);
                }
            }
            return found;
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException("The interface of a lambda is not there: " + e.getMessage(), e);
        }
    }

    /** Whether one class may implement both: no method is there twice, or it has no code in either. */
    boolean meets(Type other, Map<String, Boolean> others) {
        return other.equals(face) || others.entrySet().stream().noneMatch(m -> methods.containsKey(m.getKey()) && (m.getValue() || methods.get(m.getKey())));
    }
}
