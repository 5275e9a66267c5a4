/// What officers read when a file of their commune's cannot be kept.
enum FileWords {
    static let unsaved =
        "Chưa lưu được: máy chủ không đọc hoặc không ghi được tệp của xã. Hãy báo người giữ máy đúng câu này"
}
