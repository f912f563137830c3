package dev.jacobi.report;

/**
 * Why a method is left to the JVM, or a function cannot be transformed, in a word that stays the same from release to release: what stands in reports, and what decisions are made by.
 * In text it has dashes ({@code NATIVE-CODE}).
 */
public enum ReasonCode {
    // which methods there are
    /** It has no code. */ ABSTRACT_METHOD,
    /** It is not static. */ INSTANCE_METHOD,
    /** A class of its signature cannot be found. */ MISSING_CLASS,
    /** Only listed, as {@code policy=off} asks. */ POLICY_OFF,
    /** Static arguments that it does not have, or that are no primitives. */ STATIC_ARGS,
    /** It names a back end that does not exist. */ BACKEND,

    // class files and classes
    /** A class file cannot be read. */ CLASS_FILE,
    /** The bytecode is not what a verifier accepts. */ BAD_CODE,
    /** A class cannot be loaded. */ CLASS_NOT_FOUND,
    /** A class is not initialised yet, so what its static fields hold is not known. */ CLASS_NOT_INITIALISED,
    /** A class is being redefined at this moment, or was. */ CLASS_CHANGES,
    /** The JVM does not let a class be changed. */ CLASS_STAYS,
    /** A class loader does not see the classes of Jacobi. */ LOADER,
    /** A member cannot be reached with the rights that there are. */ NO_ACCESS,
    /** A coverage tool counts what of it runs. */ COVERAGE,

    // code that is not lifted
    /** A loop has several entries. */ IRREDUCIBLE,
    /** Native code. */ NATIVE_CODE,
    /** It locks. */ SYNCHRONIZED,
    /** A volatile field. */ VOLATILE,
    /** A call of code that is not known. */ UNKNOWN_CALL,
    /** A call of which the class of the object is not known. */ VIRTUAL_CALL,
    /** A dynamic call of an unknown kind. */ DYNAMIC_CALL,
    /** A switch over patterns of an unknown kind. */ SWITCH,
    /** Recursion of a kind that is not compiled. */ RECURSION,
    /** No way through it returns. */ ALWAYS_THROWS,
    /** A field that others may see is written. */ FIELD_WRITE,
    /** A static field is written. */ STATIC_WRITE,
    /** A function in a static field that is not final. */ FUNCTION_FIELD,

    // values that are not lifted
    /** An object that is not known. */ OBJECT,
    /** An array of objects. */ OBJECT_ARRAY,
    /** Arrays that do not go with an operation. */ ARRAY,
    /** An object of the JDK's that is not known. */ JDK_OBJECT,
    /** A collection that grows while the code runs. */ COLLECTION,
    /** A stream. */ STREAM,
    /** A key of a map that is not a constant. */ MAP_KEY,
    /** Which lambda is meant depends on the data. */ LAMBDA,
    /** A boxed number that is not known. */ BOXED,
    /** A cast of an object of an unknown class. */ CAST,
    /** A test of the class of an object that is not known. */ INSTANCEOF,
    /** A comparison of references that depends on the data. */ IDENTITY,
    /** A comparison with null of an object of which nothing else is read. */ NULL_TEST,
    /** Random numbers without a seed. */ RANDOM_SEED,
    /** Arrays of arrays without their rows. */ JAGGED,
    /** Rows are exchanged with arrays that it was given. */ ROW_STORE,
    /** One array is given twice where that cannot be told from two. */ ALIASING,
    /** A result that cannot be handed out. */ RESULT,

    // transformations
    /** A transformation of which something is not a constant. */ TRANSFORMATION,
    /** An operation has no rule for the transformation. */ NO_RULE,
    /** The result of a function to be differentiated is no single number. */ NON_SCALAR,
    /** What has no derivative is to be differentiated. */ INTEGER,
    /** A tangent has another structure than its argument. */ TANGENT,
    /** The cotangent has another structure than the result. */ COTANGENT,
    /** A rule of the program's gives something else than it has to. */ RULE,
    /** Arguments have another structure than the transformation asks for. */ ARGUMENT,
    /** Axes that do not go with the arguments. */ AXES,
    /** A value without an out axis that differs between lanes. */ OUT_AXIS,
    /** A spec that does not go with a mesh, an argument or a result. */ SPEC,
    /** An axis that no vmap around has. */ AXIS_NAME,
    /** Captured or static data is changed. */ STATE,
    /** One array is given twice to a function that changes it. */ ALIASED,

    // making code
    /** More than may be compiled. */ TOO_LARGE,
    /** A back end has no code for it. */ NOT_EMITTED,
    /** It has no form as StableHLO. */ NO_STABLEHLO,
    /** The device has no f64. */ F64,
    /** The running JVM's own functions of Math cannot be called. */ JVM_MATH,
    /** There is no native code on this machine. */ NO_NATIVES,
    /** There is no such device. */ NO_DEVICE,
    /** The device failed. */ DEVICE,
    /** There can be no thread to compile in. */ NO_THREAD,
    /** Compiling took too long. */ TIMEOUT,
    /** The JVM is ending. */ ENDING,
    /** A defect of Jacobi's. */ INTERNAL_ERROR,

    // whether it is worth it
    /** Compiling would cost more than has been spent in it so far. */ NOT_WORTH_IT_YET,
    /** It is known beforehand that compiled code would not be faster. */ NO_GAIN,
    /** It was measured faster on the JVM. */ MEASURED,
    /** Too many calls ended in the original code. */ FALLBACKS;

    @Override
    public String toString() {
        return name().replace('_', '-');
    }
}
