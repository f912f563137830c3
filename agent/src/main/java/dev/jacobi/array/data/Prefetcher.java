package dev.jacobi.array.data;

import dev.jacobi.JacobiException;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/** Takes elements from an iterator in a thread of its own, a few ahead of who asks for them. What the iterator throws is thrown there. */
public final class Prefetcher<T> implements Iterator<T>, AutoCloseable {
    /** What is in the queue: an element, the end, or what was thrown. */
    private record Item<T>(T value, boolean isEnd, Throwable thrown) {
    }

    private final BlockingQueue<Item<T>> queue;
    private final Thread thread;
    private Item<T> next;
    private volatile boolean closed;

    /** At most {@code ahead} elements wait. */
    public Prefetcher(Iterator<T> from, int ahead) {
        queue = new ArrayBlockingQueue<>(ahead);
        thread = new Thread(() -> run(from), "jacobi-batches");
        thread.setDaemon(true);
        thread.start();
    }

    private void run(Iterator<T> from) {
        try {
            Item<T> last;
            try {
                while (!closed && from.hasNext()) {
                    queue.put(new Item<>(from.next(), false, null));
                }
                last = new Item<>(null, true, null);
            } catch (RuntimeException | Error e) {
                last = new Item<>(null, true, e);
            }
            queue.put(last);
        } catch (InterruptedException e) {
            return; // it has been closed
        }
    }

    @Override
    public boolean hasNext() {
        if (closed) {
            return false;
        }
        try {
            next = next == null ? queue.take() : next;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new JacobiException("The thread was interrupted while it waited for a batch.", e);
        }
        if (next.thrown() instanceof Error e) {
            throw e;
        } else if (next.thrown() instanceof RuntimeException e) {
            throw e;
        }
        return !next.isEnd();
    }

    @Override
    public T next() {
        if (!hasNext()) {
            throw new NoSuchElementException("There are no more batches.");
        }
        T out = next.value();
        next = null;
        return out;
    }

    /** Whether its thread still works. */
    public boolean isAlive() {
        return thread.isAlive();
    }

    /** Ends the thread and forgets what it has prepared. */
    @Override
    public void close() {
        closed = true;
        thread.interrupt();
        queue.clear();
        try {
            if (Thread.currentThread() != thread) {
                thread.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
