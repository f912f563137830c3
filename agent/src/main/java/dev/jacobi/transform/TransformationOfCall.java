package dev.jacobi.transform;

import dev.jacobi.Mesh;
import dev.jacobi.array.mesh.Specs;
import dev.jacobi.lift.exec.KnownAxes;
import dev.jacobi.lift.request.Refusal;
import dev.jacobi.report.ReasonCode;
import dev.jacobi.spi.FpMode;
import dev.jacobi.spi.Transformation;
import dev.jacobi.transform.program.PackedArguments;
import java.util.ArrayList;
import java.util.List;

/** The transformation that a call of the public interface inside of lifted code stands for. */
final class TransformationOfCall {
    private static final int MOST_ARGUMENTS = 8;

    private TransformationOfCall() {
    }

    /** {@code constants} are the arguments of the call of type {@code desc} after the functions; null for a method that makes no function. */
    static Transformation of(String method, String desc, List<Object> constants) {
        return switch (method) {
            case "grad" -> new Transformation.Grad(false, aux(constants), numbers(constants));
            case "valueAndGrad" -> new Transformation.Grad(true, aux(constants), numbers(constants));
            case "jacfwd" -> new Transformation.Jacobian(true, numbers(constants));
            case "jacrev" -> new Transformation.Jacobian(false, numbers(constants));
            case "hessian" -> new Transformation.Hessian(numbers(constants));
            case "jvp" -> constants.isEmpty() ? new Transformation.Jvp(arity(desc) > PackedArguments.MOST_FLAT) : null;
            case "vjp" -> constants.isEmpty() ? new Transformation.Vjp(arity(desc) == MOST_ARGUMENTS) : null;
            case "vmap" -> vmap(constants);
            case "pmap" -> constants.size() == 1 && constants.get(0) instanceof String axis ? new Transformation.Vmap(List.of(), 0, axis) : null;
            case "shardMap" -> constants.size() == 3 && constants.get(0) instanceof Mesh m ? new Transformation.ShardMap(Specs.sharding(m, constants.get(1), constants.get(2))) : null;
            case "jit" -> constants.isEmpty() ? new Transformation.Jit(List.of(), "", FpMode.DEFAULT, List.of()) : null;
            case "checkpoint" -> new Transformation.Checkpoint();
            case "customJvp" -> new Transformation.CustomJvp();
            case "customVjp" -> new Transformation.CustomVjp();
            default -> null;
        };
    }

    /** How many arguments the function takes that is the call's first argument. */
    private static int arity(String desc) {
        String type = org.objectweb.asm.Type.getArgumentTypes(desc)[0].getClassName();
        return type.charAt(type.length() - 1) - '0';
    }

    private static boolean aux(List<Object> constants) {
        return !constants.isEmpty() && constants.get(0) instanceof Integer i && i == 1;
    }

    private static List<Integer> numbers(List<Object> constants) {
        var out = new ArrayList<Integer>();
        for (Object c : constants) {
            if (c instanceof List<?> l) {
                l.forEach(x -> out.add((Integer) x));
            }
        }
        return out.isEmpty() ? List.of(0) : out;
    }

    private static Transformation vmap(List<Object> constants) {
        if (constants.size() == 1 && constants.get(0) instanceof List<?> l) {
            return new Transformation.Vmap(new ArrayList<>(l), 0, null);
        }
        if (constants.size() == 1 && constants.get(0) instanceof KnownAxes a) {
            return new Transformation.Vmap(a.in(), a.out(), a.name());
        }
        throw new Refusal(ReasonCode.TRANSFORMATION, "it calls Jacobi.vmap with axes that are not constants", "Jacobi.vmap");
    }
}
