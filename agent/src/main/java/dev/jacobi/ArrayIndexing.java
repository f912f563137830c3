package dev.jacobi;

import dev.jacobi.array.index.Marker;

/** How parts of an {@link NDArray} are read and replaced. */
abstract class ArrayIndexing extends ArrayLogic {
    /** In an index: a new axis of one element. */
    public static final Object NEW_AXIS = Marker.NEW_AXIS;
    /** In an index: as many whole axes as the rest of it leaves. */
    public static final Object ELLIPSIS = Marker.ELLIPSIS;

    /**
     * The part of this array that an index selects, by NumPy's rules: positions take their axis away, slices leave part of it, index arrays are broadcast together and give their axes in its place, and
     * masks select where they hold. Axes behind the last element of the index are whole.
     *
     * <pre>{@code
     * x.at(0, Slice.of(1, -1)).get();     // x[0, 1:-1]
     * x.at(rows, columns).add(1);          // x.at[rows, columns].add(1)
     * }</pre>
     *
     * @param index integers, {@link Slice slices}, arrays of integers or bool, {@link #NEW_AXIS}, {@link #ELLIPSIS}
     * @return the part, to be read or replaced
     */
    public IndexedArray at(Object... index) {
        return new IndexedArray(self(), index);
    }

    /**
     * The part at a position of the first axis, which may be computed; an array of positions, or a mask, selects several.
     *
     * @param position the position along axis 0; negative from the end
     * @return the part, to be read or replaced
     */
    public IndexedArray at(NDArray position) {
        return new IndexedArray(self(), position);
    }

    /**
     * The part at a position of the first axis.
     *
     * @param position the position along axis 0; negative from the end
     * @return the part, to be read or replaced
     */
    public IndexedArray at(int position) {
        return at(NDArray.scalar(position));
    }

    /**
     * The part at a position of the first two axes, which may be computed.
     *
     * @param first the position along axis 0; negative from the end
     * @param second the position along axis 1
     * @return the part, to be read or replaced
     */
    public IndexedArray at(NDArray first, NDArray second) {
        return new IndexedArray(self(), first, second);
    }

    /**
     * The part at a position of the first two axes.
     *
     * @param first the position along axis 0; negative from the end
     * @param second the position along axis 1
     * @return the part, to be read or replaced
     */
    public IndexedArray at(int first, int second) {
        return at(NDArray.scalar(first), NDArray.scalar(second));
    }

    /**
     * The part at a position of the first three axes, which may be computed.
     *
     * @param first the position along axis 0; negative from the end
     * @param second the position along axis 1
     * @param third the position along axis 2
     * @return the part, to be read or replaced
     */
    public IndexedArray at(NDArray first, NDArray second, NDArray third) {
        return new IndexedArray(self(), first, second, third);
    }

    /**
     * The part at a position of the first three axes.
     *
     * @param first the position along axis 0; negative from the end
     * @param second the position along axis 1
     * @param third the position along axis 2
     * @return the part, to be read or replaced
     */
    public IndexedArray at(int first, int second, int third) {
        return at(NDArray.scalar(first), NDArray.scalar(second), NDArray.scalar(third));
    }

    /**
     * The part at a position of the first four axes, which may be computed.
     *
     * @param first the position along axis 0; negative from the end
     * @param second the position along axis 1
     * @param third the position along axis 2
     * @param fourth the position along axis 3
     * @return the part, to be read or replaced
     */
    public IndexedArray at(NDArray first, NDArray second, NDArray third, NDArray fourth) {
        return new IndexedArray(self(), first, second, third, fourth);
    }

    /**
     * The part at a position of the first four axes.
     *
     * @param first the position along axis 0; negative from the end
     * @param second the position along axis 1
     * @param third the position along axis 2
     * @param fourth the position along axis 3
     * @return the part, to be read or replaced
     */
    public IndexedArray at(int first, int second, int third, int fourth) {
        return at(NDArray.scalar(first), NDArray.scalar(second), NDArray.scalar(third), NDArray.scalar(fourth));
    }
    /**
     * The part of this array that an index selects, short for {@code at(index).get()}.
     *
     * @param index as for {@link #at(Object...)}
     * @return the part
     * @throws JacobiException if the index does not fit this array
     */
    public NDArray get(Object... index) {
        return at(index).get();
    }

    /**
     * The part at a position of the first axis, which may be computed; an array of positions, or a mask, selects several.
     *
     * @param position the position along axis 0; negative from the end
     * @return the part, without these axes
     * @throws JacobiException if there are fewer axes
     */
    public NDArray get(NDArray position) {
        return at(position).get();
    }

    /**
     * The part at a position of the first axis.
     *
     * @param position the position along axis 0; negative from the end
     * @return the part, without these axes
     * @throws JacobiException if there are fewer axes
     */
    public NDArray get(int position) {
        return get(NDArray.scalar(position));
    }

    /**
     * The part at a position of the first two axes, which may be computed.
     *
     * @param first the position along axis 0; negative from the end
     * @param second the position along axis 1
     * @return the part, without these axes
     * @throws JacobiException if there are fewer axes
     */
    public NDArray get(NDArray first, NDArray second) {
        return at(first, second).get();
    }

    /**
     * The part at a position of the first two axes.
     *
     * @param first the position along axis 0; negative from the end
     * @param second the position along axis 1
     * @return the part, without these axes
     * @throws JacobiException if there are fewer axes
     */
    public NDArray get(int first, int second) {
        return get(NDArray.scalar(first), NDArray.scalar(second));
    }

    /**
     * The part at a position of the first three axes, which may be computed.
     *
     * @param first the position along axis 0; negative from the end
     * @param second the position along axis 1
     * @param third the position along axis 2
     * @return the part, without these axes
     * @throws JacobiException if there are fewer axes
     */
    public NDArray get(NDArray first, NDArray second, NDArray third) {
        return at(first, second, third).get();
    }

    /**
     * The part at a position of the first three axes.
     *
     * @param first the position along axis 0; negative from the end
     * @param second the position along axis 1
     * @param third the position along axis 2
     * @return the part, without these axes
     * @throws JacobiException if there are fewer axes
     */
    public NDArray get(int first, int second, int third) {
        return get(NDArray.scalar(first), NDArray.scalar(second), NDArray.scalar(third));
    }

    /**
     * The part at a position of the first four axes, which may be computed.
     *
     * @param first the position along axis 0; negative from the end
     * @param second the position along axis 1
     * @param third the position along axis 2
     * @param fourth the position along axis 3
     * @return the part, without these axes
     * @throws JacobiException if there are fewer axes
     */
    public NDArray get(NDArray first, NDArray second, NDArray third, NDArray fourth) {
        return at(first, second, third, fourth).get();
    }

    /**
     * The part at a position of the first four axes.
     *
     * @param first the position along axis 0; negative from the end
     * @param second the position along axis 1
     * @param third the position along axis 2
     * @param fourth the position along axis 3
     * @return the part, without these axes
     * @throws JacobiException if there are fewer axes
     */
    public NDArray get(int first, int second, int third, int fourth) {
        return get(NDArray.scalar(first), NDArray.scalar(second), NDArray.scalar(third), NDArray.scalar(fourth));
    }
}
