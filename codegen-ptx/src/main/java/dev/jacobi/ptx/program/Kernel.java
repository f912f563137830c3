package dev.jacobi.ptx.program;

/**
 * One kernel of a program's PTX. Its parameters are 8-byte words: the address of the ok flag (an i32 in device memory: 0, or 1 + the index of the
 * check that failed), then for each operand of the launch its words ({@link Step.Launch}).
 *
 * <p>{@code threads} is the size of a block and {@code block} the number of work items that one block is meant for: with n items the grid has
 * {@code min(max(1, ceil(n / block)), most)} blocks, in one dimension. A kernel is right with any number of items, none included.
 * Shared memory is static, {@code sharedBytes} of it. {@code cooperative}: the threads of a block meet at barriers or exchange values.
 */
public record Kernel(String name, int threads, int block, int most, int sharedBytes, boolean cooperative) {
    /** The number of blocks for this many work items. */
    public int blocks(long items) {
        long needed = items / block + (items % block == 0 ? 0 : 1);
        return (int) Math.min(Math.max(1, needed), most);
    }
}
