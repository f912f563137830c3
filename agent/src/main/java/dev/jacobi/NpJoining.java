package dev.jacobi;

import dev.jacobi.array.algorithms.Joins;
import dev.jacobi.array.algorithms.Shapes;
import java.util.Arrays;
import java.util.List;

/** Functions of {@link Np} that join and split arrays. */
abstract class NpJoining extends NpPadding {
    /**
     * Arrays one after another along their first axis.
     *
     * @param arrays the arrays
     * @return the joined array
     * @throws JacobiException if the other axes differ
     */
    public static NDArray concatenate(NDArray... arrays) {
        return Joins.concatenate("concatenate", Arrays.asList(arrays), 0);
    }

    /**
     * Arrays one after another along an axis.
     *
     * @param arrays the arrays
     * @param axis the axis; negative numbers count from the last
     * @return the joined array
     * @throws JacobiException if the other axes differ
     */
    public static NDArray concatenate(List<NDArray> arrays, int axis) {
        return Joins.concatenate("concatenate", arrays, axis);
    }

    /**
     * Arrays one after another along an axis.
     *
     * @param arrays arrays whose shapes are equal but for that axis
     * @param axis the axis; negative numbers count from the last; null flattens the arrays first
     * @return one array
     * @throws JacobiException if there are none, or the shapes do not fit
     */
    public static NDArray concatenate(List<NDArray> arrays, Integer axis) {
        return Joins.concatenate("concatenate", arrays, axis);
    }

    /**
     * Arrays one after another along their first axis.
     *
     * @param arrays the arrays
     * @return the joined array
     * @throws JacobiException if the other axes differ
     */
    public static NDArray concat(NDArray... arrays) {
        return Joins.concatenate("concat", Arrays.asList(arrays), 0);
    }

    /**
     * Arrays one after another along an axis.
     *
     * @param arrays the arrays
     * @param axis the axis; negative numbers count from the last
     * @return the joined array
     * @throws JacobiException if the other axes differ
     */
    public static NDArray concat(List<NDArray> arrays, int axis) {
        return Joins.concatenate("concat", arrays, axis);
    }

    /**
     * Arrays of one shape along a new first axis.
     *
     * @param arrays the arrays
     * @return an array with an axis more
     * @throws JacobiException if the shapes differ
     */
    public static NDArray stack(NDArray... arrays) {
        return Joins.stack("stack", Arrays.asList(arrays), 0);
    }

    /**
     * Arrays of one shape along a new axis.
     *
     * @param arrays the arrays
     * @param axis where the new axis is in the result
     * @return an array with an axis more
     * @throws JacobiException if the shapes differ
     */
    public static NDArray stack(List<NDArray> arrays, int axis) {
        return Joins.stack("stack", arrays, axis);
    }

    /**
     * Arrays one below the other: along the first axis, vectors as rows.
     *
     * @param arrays the arrays
     * @return the joined array
     * @throws JacobiException if the other axes differ
     */
    public static NDArray vstack(NDArray... arrays) {
        return Joins.concatenate("vstack", Arrays.stream(arrays).map(x -> Shapes.leading(x, 2)).toList(), 0);
    }

    /**
     * Arrays side by side: along the second axis, vectors along their only one.
     *
     * @param arrays the arrays
     * @return the joined array
     * @throws JacobiException if the other axes differ
     */
    public static NDArray hstack(NDArray... arrays) {
        List<NDArray> all = Arrays.stream(arrays).map(x -> Shapes.leading(x, 1)).toList();
        return Joins.concatenate("hstack", all, all.stream().allMatch(x -> x.rank() == 1) ? 0 : 1);
    }

    /**
     * Arrays one behind the other: along the third axis.
     *
     * @param arrays the arrays
     * @return the joined array
     * @throws JacobiException if the other axes differ
     */
    public static NDArray dstack(NDArray... arrays) {
        return Joins.concatenate("dstack", Arrays.stream(arrays).map(Shapes::atLeast3d).toList(), 2);
    }

    /**
     * Arrays side by side, vectors as columns.
     *
     * @param arrays the arrays
     * @return the joined matrix
     * @throws JacobiException if the other axes differ
     */
    public static NDArray columnStack(NDArray... arrays) {
        return Joins.concatenate("columnStack", Arrays.stream(arrays).map(x -> x.rank() < 2 ? Shapes.expand("columnStack", Shapes.leading(x, 1), 1) : x).toList(), 1);
    }

    /**
     * Blocks put together: the innermost lists along the last axis, those around them along the one before, and so on.
     *
     * @param blocks an NDArray, or a list or an array of blocks
     * @return the joined array
     * @throws JacobiException if the blocks do not fit
     */
    public static NDArray block(Object blocks) {
        return Joins.block(blocks);
    }

    /**
     * Equal parts along the first axis.
     *
     * @param a the array
     * @param sections how many parts
     * @return the parts
     * @throws JacobiException if the axis cannot be cut into equal parts
     */
    public static List<NDArray> split(NDArray a, int sections) {
        return split(a, sections, 0);
    }

    /**
     * Equal parts along an axis.
     *
     * @param a the array
     * @param sections how many parts
     * @param axis the axis; negative numbers count from the last
     * @return the parts
     * @throws JacobiException if the axis cannot be cut into equal parts
     */
    public static List<NDArray> split(NDArray a, int sections, int axis) {
        return Joins.split("split", a, sections, axis, true);
    }

    /**
     * Parts along an axis, cut at places.
     *
     * @param a the array
     * @param indices in front of which slices it is cut
     * @param axis the axis; negative numbers count from the last
     * @return the parts, one more than places
     * @throws JacobiException if there is no such axis
     */
    public static List<NDArray> split(NDArray a, int[] indices, int axis) {
        return Joins.splitAt("split", a, indices, axis);
    }

    /**
     * Parts of about equal length along the first axis.
     *
     * @param a the array
     * @param sections how many parts
     * @return the parts, the first ones longer by one where that is needed
     * @throws JacobiException if there is no such axis
     */
    public static List<NDArray> arraySplit(NDArray a, int sections) {
        return arraySplit(a, sections, 0);
    }

    /**
     * Parts of about equal length along an axis.
     *
     * @param a the array
     * @param sections how many parts
     * @param axis the axis; negative numbers count from the last
     * @return the parts, the first ones longer by one where that is needed
     * @throws JacobiException if there is no such axis
     */
    public static List<NDArray> arraySplit(NDArray a, int sections, int axis) {
        return Joins.split("arraySplit", a, sections, axis, false);
    }

    /**
     * Parts along an axis, cut at places.
     *
     * @param a the array
     * @param indices in front of which slices it is cut
     * @param axis the axis; negative numbers count from the last
     * @return the parts, one more than places
     * @throws JacobiException if there is no such axis
     */
    public static List<NDArray> arraySplit(NDArray a, int[] indices, int axis) {
        return Joins.splitAt("arraySplit", a, indices, axis);
    }

    /**
     * Equal parts along the first axis.
     *
     * @param a the array
     * @param sections how many parts
     * @return the parts
     * @throws JacobiException if the axis cannot be cut into equal parts
     */
    public static List<NDArray> vsplit(NDArray a, int sections) {
        return Joins.split("vsplit", a, sections, 0, true);
    }

    /**
     * Parts along the first axis, cut at places.
     *
     * @param a the array
     * @param indices in front of which slices it is cut
     * @return the parts, one more than places
     * @throws JacobiException if there is no such axis
     */
    public static List<NDArray> vsplit(NDArray a, int[] indices) {
        return Joins.splitAt("vsplit", a, indices, 0);
    }

    /**
     * Equal parts along the second axis, or the only one.
     *
     * @param a the array
     * @param sections how many parts
     * @return the parts
     * @throws JacobiException if the axis cannot be cut into equal parts
     */
    public static List<NDArray> hsplit(NDArray a, int sections) {
        return Joins.split("hsplit", a, sections, a.rank() == 1 ? 0 : 1, true);
    }

    /**
     * Parts along the second axis, or the only one, cut at places.
     *
     * @param a the array
     * @param indices in front of which slices it is cut
     * @return the parts, one more than places
     * @throws JacobiException if there is no such axis
     */
    public static List<NDArray> hsplit(NDArray a, int[] indices) {
        return Joins.splitAt("hsplit", a, indices, a.rank() == 1 ? 0 : 1);
    }

    /**
     * Equal parts along the third axis.
     *
     * @param a the array
     * @param sections how many parts
     * @return the parts
     * @throws JacobiException if the axis cannot be cut into equal parts
     */
    public static List<NDArray> dsplit(NDArray a, int sections) {
        return Joins.split("dsplit", a, sections, 2, true);
    }

    /**
     * Parts along the third axis, cut at places.
     *
     * @param a the array
     * @param indices in front of which slices it is cut
     * @return the parts, one more than places
     * @throws JacobiException if there is no such axis
     */
    public static List<NDArray> dsplit(NDArray a, int[] indices) {
        return Joins.splitAt("dsplit", a, indices, 2);
    }

    /**
     * All elements of two arrays along one axis.
     *
     * @param a the array
     * @param values what follows it
     * @return an array of one axis
     */
    public static NDArray append(NDArray a, NDArray values) {
        return Joins.concatenate("append", List.of(a, values), null);
    }

    /**
     * Two arrays one after another along an axis.
     *
     * @param a the array
     * @param values what follows it
     * @param axis the axis; negative numbers count from the last
     * @return the longer array
     * @throws JacobiException if the other axes differ
     */
    public static NDArray append(NDArray a, NDArray values, int axis) {
        return Joins.concatenate("append", List.of(a, values), axis);
    }

    /**
     * The flattened array with values in front of one element.
     *
     * @param a the array
     * @param index in front of which one
     * @param values what is put there
     * @return an array of one axis
     * @throws JacobiException if there is no such place
     */
    public static NDArray insert(NDArray a, int index, NDArray values) {
        return Joins.insert(a, new int[] {index}, values, null, true);
    }

    /**
     * The array with values in front of one slice along an axis.
     *
     * @param a the array
     * @param index in front of which one
     * @param values what is put there; its first axis goes along that one
     * @param axis the axis; negative numbers count from the last
     * @return the longer array
     * @throws JacobiException if there is no such place
     */
    public static NDArray insert(NDArray a, int index, NDArray values, int axis) {
        return Joins.insert(a, new int[] {index}, values, axis, true);
    }

    /**
     * The array with values in front of several slices along an axis.
     *
     * @param a the array
     * @param indices in front of which ones
     * @param values what is put there, a slice each, or one for all
     * @param axis the axis; negative numbers count from the last
     * @return the longer array
     * @throws JacobiException if there is no such place
     */
    public static NDArray insert(NDArray a, int[] indices, NDArray values, int axis) {
        return Joins.insert(a, indices, values, axis, false);
    }

    /**
     * The flattened array without one element.
     *
     * @param a the array
     * @param index which one
     * @return an array of one axis
     * @throws JacobiException if there is no such element
     */
    public static NDArray delete(NDArray a, int index) {
        return Joins.delete(a, new int[] {index}, null);
    }

    /**
     * The array without one slice along an axis.
     *
     * @param a the array
     * @param index which one
     * @param axis the axis; negative numbers count from the last
     * @return the shorter array
     * @throws JacobiException if there is no such slice
     */
    public static NDArray delete(NDArray a, int index, int axis) {
        return Joins.delete(a, new int[] {index}, axis);
    }

    /**
     * The array without some slices along an axis.
     *
     * @param a the array
     * @param indices which ones
     * @param axis the axis; negative numbers count from the last
     * @return the shorter array
     * @throws JacobiException if there is no such slice
     */
    public static NDArray delete(NDArray a, int[] indices, int axis) {
        return Joins.delete(a, indices, axis);
    }
}
