package dev.jacobi;

import dev.jacobi.array.data.CheckpointFiles;
import java.nio.file.Path;
import java.util.List;

/**
 * Trees of arrays, such as parameters and the states of optimisers, in files: one .safetensors file for each step. A file gets its name when it is whole and on the disk, so a program that is ended in
 * the middle leaves the steps of before. All bits of arrays and numbers come back.
 *
 * <pre>{@code
 * Checkpoints.save(folder, step, new Training(params, state, key), 3);
 * Training last = Checkpoints.restore(folder, new Training(params, state, key));
 * }</pre>
 */
public final class Checkpoints {
    private Checkpoints() {
    }

    /**
     * Saves a tree.
     *
     * @param folder where; it is made if it is not there
     * @param step a number for it; a file of this step is replaced
     * @param tree a tree of arrays, numbers and Java arrays of numbers
     * @return the file
     * @throws JacobiException if the file cannot be written, such as when the disk is full; files of before are as they were
     */
    public static Path save(Path folder, long step, Object tree) {
        return CheckpointFiles.save(folder, step, tree);
    }

    /**
     * Saves a tree, and removes those of all but the last steps when that is done.
     *
     * @param folder where; it is made if it is not there
     * @param step a number for it; a file of this step is replaced
     * @param tree a tree of arrays, numbers and Java arrays of numbers
     * @param keep how many steps are left, those with the highest numbers
     * @return the file
     * @throws JacobiException if the file cannot be written, such as when the disk is full, or fewer than one is to be left
     */
    public static Path save(Path folder, long step, Object tree, int keep) {
        if (keep < 1) {
            throw new JacobiException("Checkpoints.save: " + keep + " steps are to be left; leave at least 1.");
        }
        Path file = CheckpointFiles.save(folder, step, tree);
        CheckpointFiles.keep(folder, keep);
        return file;
    }

    /**
     * The steps that are saved.
     *
     * @param folder where
     * @return their numbers in order; none if there is no such folder
     * @throws JacobiException if the folder cannot be read
     */
    public static List<Long> steps(Path folder) {
        return CheckpointFiles.steps(folder);
    }

    /**
     * The tree of the last step.
     *
     * @param folder where
     * @param like a tree of the same structure, shapes and types
     * @param <T> its class
     * @return the saved tree
     * @throws JacobiException if there is none, the file is truncated or damaged, or the tree has another structure, shape or type
     */
    public static <T> T restore(Path folder, T like) {
        List<Long> all = steps(folder);
        if (all.isEmpty()) {
            throw new JacobiException("Checkpoints.restore: there is no file of a step in " + folder + "; save one first.");
        }
        return restore(folder, like, all.get(all.size() - 1));
    }

    /**
     * The tree of a step.
     *
     * @param folder where
     * @param like a tree of the same structure, shapes and types
     * @param step its number
     * @param <T> its class
     * @return the saved tree
     * @throws JacobiException if there is none, the file is truncated or damaged, or the tree has another structure, shape or type
     */
    @SuppressWarnings("unchecked")
    public static <T> T restore(Path folder, T like, long step) {
        return (T) CheckpointFiles.restore(folder, step, like);
    }
}
