package dev.jacobi.spi;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** A function transformation with its settings: data, to be compared and hashed. Numbers of arguments may be negative, counting from the end. */
public sealed interface Transformation extends Serializable {
    /** Which record a transformation is: what can be switched over. */
    enum Kind { GRAD, JVP, VJP, JACOBIAN, HESSIAN, VMAP, SHARD_MAP, JIT, CHECKPOINT, CUSTOM_JVP, CUSTOM_VJP }

    Kind kind();

    /** The gradient of a function with one number as result, with the value when {@code value}. */
    record Grad(boolean value, boolean hasAux, List<Integer> argnums) implements Transformation {
        @Override
        public Kind kind() {
            return Kind.GRAD;
        }
    }

    /** Arguments, then a tangent for each: value and tangent. {@code packed}: all arguments as one value, and all tangents. */
    record Jvp(boolean packed) implements Transformation {
        @Override
        public Kind kind() {
            return Kind.JVP;
        }
    }

    /** Arguments, then a cotangent of the result: value and gradients. {@code packed}: all arguments as one value. */
    record Vjp(boolean packed) implements Transformation {
        @Override
        public Kind kind() {
            return Kind.VJP;
        }
    }

    /** The Jacobian. */
    record Jacobian(boolean forward, List<Integer> argnums) implements Transformation {
        @Override
        public Kind kind() {
            return Kind.JACOBIAN;
        }
    }

    /** The Jacobian of the Jacobian. */
    record Hessian(List<Integer> argnums) implements Transformation {
        @Override
        public Kind kind() {
            return Kind.HESSIAN;
        }
    }

    /** Lanes over axes: entries are axes, null, or lists and maps of entries. */
    record Vmap(List<Object> in, Object out, String name) implements Transformation {
        public Vmap {
            in = Collections.unmodifiableList(new ArrayList<>(in));
        }

        @Override
        public Kind kind() {
            return Kind.VMAP;
        }
    }

    /** A function of blocks, for each device of a mesh. */
    record ShardMap(Sharding on) implements Transformation {
        @Override
        public Kind kind() {
            return Kind.SHARD_MAP;
        }
    }

    /** The same function, compiled in its own way; {@code on} is null where it is on no mesh. */
    record Jit(List<Integer> staticArgs, String backend, FpMode fp, List<Integer> donate, Sharding on) implements Transformation {
        public Jit(List<Integer> staticArgs, String backend, FpMode fp, List<Integer> donate) {
            this(staticArgs, backend, fp, donate, null);
        }

        @Override
        public Kind kind() {
            return Kind.JIT;
        }
    }

    /** The same function, whose gradient runs it again. */
    record Checkpoint() implements Transformation {
        @Override
        public Kind kind() {
            return Kind.CHECKPOINT;
        }
    }

    /** The first function, with the second one as forward rule. */
    record CustomJvp() implements Transformation {
        @Override
        public Kind kind() {
            return Kind.CUSTOM_JVP;
        }
    }

    /** The first function, with the second and third one as reverse rule. */
    record CustomVjp() implements Transformation {
        @Override
        public Kind kind() {
            return Kind.CUSTOM_VJP;
        }
    }

    /** Whether the transformed function is the same function, as far as calls of it inside of other functions go. */
    default boolean isTransparent() {
        return this instanceof Jit j && j.on() == null;
    }

    /** As the user writes it. */
    default String title() {
        return switch (kind()) {
            case GRAD -> ((Grad) this).value() ? "valueAndGrad" : "grad";
            case JVP -> "jvp";
            case VJP -> "vjp";
            case JACOBIAN -> ((Jacobian) this).forward() ? "jacfwd" : "jacrev";
            case HESSIAN -> "hessian";
            case VMAP -> "vmap";
            case SHARD_MAP -> "shardMap";
            case JIT -> "jit";
            case CHECKPOINT -> "checkpoint";
            case CUSTOM_JVP -> "customJvp";
            case CUSTOM_VJP -> "customVjp";
        };
    }
}
