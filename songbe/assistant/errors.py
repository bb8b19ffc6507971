"""What is refused when something is asked."""

from songbe.kernel.errors import InvalidInput, NotAllowed


class QuestionTooLong(InvalidInput):
    """A question that is a text."""

    code = "question_too_long"
    message_en = "The question has {length} characters; at most {most} are read. Ask more shortly."
    message_vi = "Câu hỏi dài {length} ký tự; chỉ đọc nhiều nhất {most}. Hãy hỏi ngắn hơn."


class NotYourConversation(NotAllowed):
    """Somebody else's conversation, or none."""

    code = "not_your_conversation"
    message_en = "The conversation {conversation} is not yours. Begin another at /hoi/."
    message_vi = "Cuộc hỏi đáp {conversation} không phải của bạn. Hãy bắt đầu cuộc khác tại /hoi/."


class NoSuchChoice(InvalidInput):
    """A chip with something that cannot be chosen."""

    code = "no_such_choice"
    message_en = "{given!r} cannot be chosen for {what}. Choose one of those offered."
    message_vi = "Không chọn được {given!r} cho {what}. Hãy chọn một mục có trong danh sách."
