package dev.jacobi.agent.build;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;
import org.objectweb.asm.tree.LdcInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * Replaces the lambdas of a nest of classes. All of a nest are objects of one class, which implements all their interfaces: loading it takes about as long as one lambda takes
 * otherwise. Its objects hold the number of the lambda and what it captured; its methods go by that number.
 */
final class LambdaCode {
    private static final String BOOTSTRAP = "java/lang/invoke/LambdaMetafactory";
    private static final String ENDING = "$$Lambdas";

    /** One lambda: where it stands, its interface's method ({@code name} and {@code erased}), the same as known there, and what it calls. */
    record Lambda(MethodNode in, InvokeDynamicInsnNode site, Type face, String name, Type erased, Type known, Handle body) {
        List<Type> captured() {
            return List.of(Type.getArgumentTypes(site.desc));
        }

        /** Lambdas whose interfaces' methods are the same. */
        String method() {
            return name + erased;
        }
    }

    private LambdaCode() {
    }

    /** Returns the classes that stand for the lambdas of a nest; {@code host} is the class of the nest that names its members. */
    static List<ClassNode> replace(ClassNode host, List<ClassNode> nest) {
        List<ClassNode> made = new ArrayList<>();
        for (List<Lambda> group : groups(nest)) {
            String name = host.name + ENDING + (made.isEmpty() ? "" : made.size());
            LambdaClass out = new LambdaClass(name, host);
            // those with the same method have numbers that follow each other, so that its switch is a table
            Map<String, List<Lambda>> byMethod = new TreeMap<>();
            group.forEach(l -> byMethod.computeIfAbsent(l.method(), m -> new ArrayList<>()).add(l));
            int number = 0;
            for (List<Lambda> lambdas : byMethod.values()) {
                out.method(lambdas, number);
                for (Lambda l : lambdas) {
                    InsnList call = new InsnList();
                    call.add(new LdcInsnNode(number++));
                    call.add(new MethodInsnNode(Opcodes.INVOKESTATIC, name, "of", out.factory(l), false));
                    l.in().instructions.insert(l.site(), call);
                    l.in().instructions.remove(l.site());
                }
            }
            made.add(out.node());
        }
        if (!made.isEmpty()) {
            host.nestMembers = host.nestMembers == null ? new ArrayList<>() : new ArrayList<>(host.nestMembers);
            made.forEach(c -> host.nestMembers.add(c.name));
        }
        return made;
    }

    /** Interfaces whose methods meet by name and type, where one of them has code, cannot be of one class: each group's can. */
    private static List<List<Lambda>> groups(List<ClassNode> nest) {
        Map<String, Map<String, Boolean>> faces = new HashMap<>();
        List<Map<String, Faces>> groups = new ArrayList<>();
        List<List<Lambda>> out = new ArrayList<>();
        for (Lambda l : lambdas(nest)) {
            Map<String, Boolean> methods = faces.computeIfAbsent(l.face().getInternalName(), Faces::methods);
            int k = 0;
            while (k < groups.size() && !groups.get(k).values().stream().allMatch(f -> f.meets(l.face(), methods))) {
                k++;
            }
            if (k == groups.size()) {
                groups.add(new LinkedHashMap<>());
                out.add(new ArrayList<>());
            }
            groups.get(k).putIfAbsent(l.face().getInternalName(), new Faces(l.face(), methods));
            out.get(k).add(l);
        }
        return out;
    }

    private static List<Lambda> lambdas(List<ClassNode> nest) {
        List<Lambda> found = new ArrayList<>();
        for (ClassNode c : nest) {
            for (MethodNode m : c.methods) {
                for (AbstractInsnNode i : m.instructions) {
                    if (i instanceof InvokeDynamicInsnNode d && d.bsm.getOwner().equals(BOOTSTRAP) && d.bsm.getName().equals("metafactory")) {
                        found.add(new Lambda(m, d, Type.getReturnType(d.desc), d.name, (Type) d.bsmArgs[0], (Type) d.bsmArgs[2], (Handle) d.bsmArgs[1]));
                    }
                }
            }
        }
        return found;
    }
}
