package dev.jacobi.lift.request;

import dev.jacobi.ir.Module;
import dev.jacobi.ir.analysis.ElementAccess.RowNumbers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A lifted method: the IR and how its inputs and outputs hang together with the Java call. Input k of the entry
 * function comes from {@code inputs.get(k)}; its first outputs are the values that {@code result} refers to by
 * number, the others are described by {@code writes}. For inputs that are arrays of arrays of which only rows are used whose numbers the inputs say, {@code rows} has what these are.
 */
public record Lifted(Module module, String entry, List<Source> inputs, Result result, List<Write> writes, Map<Integer, RowNumbers> rows) {
    public Lifted {
        inputs = List.copyOf(inputs);
        writes = List.copyOf(writes);
        rows = Map.copyOf(rows);
    }

    /** A method of which it is not known which rows it uses. */
    public Lifted(Module module, String entry, List<Source> inputs, Result result, List<Write> writes) {
        this(module, entry, inputs, result, writes, Map.of());
    }

    /** The same method as another program. */
    public Lifted with(Module other) {
        return new Lifted(other, entry, inputs, result, writes, rows);
    }

    /** A getfield step from an object to one of its fields. */
    public record Field(String owner, String name, String desc) {
    }

    /** Where an input of the function comes from at each call. A null on the way means: run the original. */
    public sealed interface Source {
        /** The JVM descriptor of the value: {@code D}, {@code [[F}, ... */
        String desc();

        /** The fields that lead to the value from the argument or static field. */
        default List<Field> path() {
            return List.of();
        }

        /** A field of the object that comes from here. */
        default Source field(Field f) {
            var path = new ArrayList<>(path());
            path.add(f);
            return this instanceof Static s ? new Static(s.owner, s.name, s.fieldDesc, path, f.desc()) : new Arg(((Arg) this).index, path, f.desc());
        }

        /** Whether the other one is behind fields of the object that comes from here. */
        default boolean leadsTo(Source other) {
            boolean same = this instanceof Arg a && other instanceof Arg b ? a.index == b.index
                : this instanceof Static s && other instanceof Static t && s.owner.equals(t.owner) && s.name.equals(t.name);
            return same && other.path().size() > path().size() && other.path().subList(0, path().size()).equals(path());
        }

        /** The index-th argument of the method (receiver excluded), then fields of it. */
        record Arg(int index, List<Field> path, String desc) implements Source {
        }

        /** A static field, read at each call, then fields of it. */
        record Static(String owner, String name, String fieldDesc, List<Field> path, String desc) implements Source {
        }

        /** i32[n]: which row object stands at each index of the array of arrays that is input {@code array} (0, 1, 2, ... unless rows repeat). */
        record Rows(int array) implements Source {
            @Override
            public String desc() {
                return "[I";
            }
        }
    }

    /** What the call returns. Numbers are indices of the function's outputs. */
    public sealed interface Result {
        record Void() implements Result {
        }

        record Null() implements Result {
        }

        /** A primitive of the given descriptor. */
        record Scalar(int output, String desc) implements Result {
        }

        /** A new array of the given descriptor. */
        record NewArray(int output, String desc) implements Result {
        }

        /** A new NDArray, of which the program knows as much. */
        record Array(int output, ValueTree.ArrayForm form) implements Result {
        }

        /** The very object that input k was read from. */
        record Same(int input) implements Result {
        }

        /** A new object made by this constructor. */
        record New(String owner, String constructorDesc, List<Result> args) implements Result {
        }

        /** An {@code Object[]} of all these, numbers boxed. */
        record Tuple(List<Result> parts) implements Result {
        }

        /** The i32 output selects one of the results. */
        record Choice(int output, List<Result> options) implements Result {
        }
    }

    /** A change that the caller sees: of an argument's or static's array, or of a static field. */
    public sealed interface Write {
        int output();

        /** The input whose array or field it is. */
        int input();

        /** The same with other numbers of the output and the input. */
        default Write with(int output, int input) {
            return this instanceof Contents ? new Contents(output, input) : this instanceof Rows ? new Rows(output, input) : new Field(output, input);
        }

        /** The output holds the final contents of the array that is input {@code input}. */
        record Contents(int output, int input) implements Write {
        }

        /** The output (i32[n]) says which of the old row objects stands at each index of the array of arrays {@code input}. */
        record Rows(int output, int input) implements Write {
        }

        /** The output is what the static field that input {@code input} was read from is at the end. */
        record Field(int output, int input) implements Write {
        }
    }
}
