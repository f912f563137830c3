package dev.jacobi.transform;

import dev.jacobi.JacobiException;
import dev.jacobi.lift.request.Refusal;
import dev.jacobi.report.ReasonCode;

/** What is said when a function cannot be transformed: what stands in the way, where, and what to do. */
final class RefusalSentences {
    private static final String OUTSIDE = "a function to transform computes numbers only: do input, output and locking outside of it, and print values with Debug.print";

    private RefusalSentences() {
    }

    static JacobiException of(TransformedFunction f, Refusal r) {
        String why = f + " cannot be made because " + r.getMessage() + " (" + r.code() + " at " + r.where() + ")";
        boolean told = (r.code() == ReasonCode.ARRAY || r.code() == ReasonCode.SPEC) && r.getMessage().contains("; "); // it has been said what to do
        return new JacobiException(why + (told ? "." : "; " + (r.isEffect() ? OUTSIDE : remedy(r.code())) + "."), r);
    }

    private static String remedy(ReasonCode code) {
        return switch (code) {
            case VIRTUAL_CALL -> "keep the object in a static final field, or pass a record as an argument, so that its class is known";
            case JDK_OBJECT -> "pass what it holds as an argument: a number, an array, a list or a map";
            case RANDOM_SEED -> "give it a seed: new Random(seed)";
            case INSTANCEOF -> "pass a record as an argument, or decide outside of the function";
            case NATIVE_CODE, UNKNOWN_CALL, SYNCHRONIZED, VOLATILE, DYNAMIC_CALL -> OUTSIDE;
            case STATIC_WRITE, FIELD_WRITE, STATE -> "return the new value instead of storing it";
            case ALWAYS_THROWS -> "see why it throws for such arguments by calling the method itself";
            case NON_SCALAR -> "return one double or float, for instance a sum, or use jacrev, jacfwd or vjp";
            case INTEGER -> "make it a double or float, or choose other arguments with argnums";
            case AXES -> "give one axis for each argument, null for arguments that are not mapped";
            case OUT_AXIS -> "give it an out axis, or make one value of all lanes with Lax.psum, pmax or pmin over a named axis";
            case SPEC -> "give a PartitionSpec of axes that the mesh has, for one argument or result each";
            case ARGUMENT -> "pass such a value; under vmap each lane gets its argument without the mapped axis";
            case NO_RULE -> "write that part with loops over numbers, or give it a rule of its own with customJvp or customVjp, to which everything is an argument";
            case ALIASED -> "pass a copy of the array in one of the places";
            case COLLECTION -> "make it outside and pass it, use a list or map whose size is always known, or use arrays";
            case ARRAY -> "make shapes, types and axes fit";
            case STREAM -> "write it as a loop, or as a sequential stream of an array or a range";
            case AXIS_NAME -> "map it with Axes.in(..).named(..), or run it on a mesh with that axis";
            case RECURSION -> "write it as a loop, or end it by a number that is a constant where the method is called first";
            case ROW_STORE -> "copy the rows' elements instead of the row objects";
            case JAGGED -> "make all rows at once, as long as the longest one (new double[n][m]), or keep them one behind the other in a flat array";
            case RESULT -> "return numbers, arrays, records, lists or maps";
            case FUNCTION_FIELD -> "keep functions in static final fields, or pass them";
            case CLASS_NOT_INITIALISED -> "set it before the call, where its class is initialised";
            case ABSTRACT_METHOD, INSTANCE_METHOD, MISSING_CLASS, POLICY_OFF, STATIC_ARGS, BACKEND, CLASS_FILE, BAD_CODE, CLASS_NOT_FOUND,
                CLASS_CHANGES, CLASS_STAYS, LOADER, NO_ACCESS, COVERAGE, IRREDUCIBLE, SWITCH, OBJECT, OBJECT_ARRAY, MAP_KEY, LAMBDA,
                BOXED, CAST, IDENTITY, NULL_TEST, ALIASING, TRANSFORMATION, TANGENT, COTANGENT, RULE, TOO_LARGE, NOT_EMITTED, NO_STABLEHLO, F64,
                JVM_MATH, NO_NATIVES, NO_DEVICE, DEVICE, NO_THREAD, TIMEOUT, ENDING, INTERNAL_ERROR, NOT_WORTH_IT_YET, NO_GAIN, MEASURED, FALLBACKS -> "write it with plain static Java: numbers, arrays, records, loops and calls";
        };
    }
}
