extension Migrations {
    /// Messages that no topic knows are those that were not understood and those of an unknown matter.
    static let unknown = """
        DROP INDEX message_not_understood;
        CREATE INDEX message_not_understood ON message (channel, created_at)
            WHERE direction = 'in' AND decision IN ('none', 'unknown');
        """
}
